import type { Envelope } from './envelope';
import { listOpener } from './envelope';

/** A list of findings, as the API of Splunk Enterprise Security and searches of its index `notable` return it. */
export const splunkFindings: Envelope = {
  name: 'splunkFindings',
  open: listOpener(
    ['findings', 'results'],
    (one) => one.text('finding_id', 'event_id')?.includes('@@notable@@') === true,
  ),
};
