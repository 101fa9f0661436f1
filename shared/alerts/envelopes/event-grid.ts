import type { Envelope } from './envelope';

/** An event in Event Grid's own schema ("Azure Event Grid event schema"). */
export const eventGrid: Envelope = {
  name: 'eventGrid',
  open: (message) => {
    if (!message.has('eventType', 'eventTime', 'dataVersion', 'id')) return undefined;
    const data = message.child('data');
    return data && [data];
  },
};
