import type { Envelope } from './envelope';
import { REQUEST_EVENT } from './envelope';

/** An event in Event Grid's own schema ("Azure Event Grid event schema"). */
export const eventGrid: Envelope = {
  name: 'eventGrid',
  own: (around, message) => (message.text('eventType') === REQUEST_EVENT ? around : 'none'),
  open: (message) => {
    if (!message.has('eventType', 'eventTime', 'dataVersion', 'id')) return undefined;
    const data = message.child('data');
    return data && [data];
  },
};
