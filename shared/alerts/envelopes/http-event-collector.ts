import type { Envelope } from './envelope';

/** An event for Splunk's HTTP Event Collector ("Format events for HTTP Event Collector"). */
export const httpEventCollector: Envelope = {
  name: 'httpEventCollector',
  open: (message) => {
    const event = message.has('sourcetype') ? message.child('event') : undefined;
    return event && typeof event.content === 'object' ? [event] : undefined;
  },
};
