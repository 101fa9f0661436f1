import type { Envelope } from './envelope';

/** What Azure Monitor and Defender XDR stream to an event hub: `{"records": […]}` and nothing else. */
export const eventHubRecords: Envelope = {
  name: 'eventHubRecords',
  open: (message) => {
    if (message.names.length !== 1) return undefined;
    const records = message.child('records');
    return Array.isArray(records?.content) ? records.items() : undefined;
  },
};
