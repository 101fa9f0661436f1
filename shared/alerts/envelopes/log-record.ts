import { isEventText } from '../event-text';
import type { Envelope } from './envelope';

/** Fields in which collectors keep the line that they have received; names are also found as `_raw`. */
const FIELDS = ['event.original', 'message', 'raw', 'log', 'event'];

/** A record of a log collector (HEC, Elastic Agent, Logstash, Fluent Bit) that holds a line in CEF or LEEF. */
export const logRecord: Envelope = {
  name: 'logRecord',
  open: (message) => {
    const line = FIELDS.flatMap((field) => message.select(field)).find(
      ({ value }) => typeof value === 'string' && isEventText(value),
    );
    return line && [line];
  },
};
