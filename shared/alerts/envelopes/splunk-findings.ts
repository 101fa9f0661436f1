import type { Envelope } from './envelope';

/** A list of findings, as the API of Splunk Enterprise Security and searches of its index `notable` return it. */
export const splunkFindings: Envelope = {
  name: 'splunkFindings',
  open: (message) => {
    const items = ['findings', 'results'].map((name) => message.select(`${name}[]`));
    return items.find(
      (findings) =>
        findings.length > 0 &&
        findings.every((one) => one.text('finding_id', 'event_id')?.includes('@@notable@@')),
    );
  },
};
