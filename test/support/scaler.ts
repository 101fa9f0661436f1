import type { ServiceBusClient } from '@azure/service-bus';
import Long from 'long';
import type { Broker } from '../../local/broker/broker';

/** How many messages the scaler peeks at after a first one that cannot be received yet. */
export const PEEKED = 10;

/** A namespace as the scaler of the platform reaches it, with the identity of the app. */
export interface Scaler {
  /**
   * The number of messages for which the scaler wants instances; 0: the function may sleep. With the right to manage the
   * queue it is the broker's count of those that can be received. Without it the scaler peeks: at the first message, and if that
   * one cannot be received yet, at the first ten; one of them that can be received counts as one message
   * (ServiceBusMetricsProvider of the Functions extension for Service Bus).
   */
  messagesSeen(queue: string, mayManage: boolean): Promise<number>;
}

export function scaler(broker: Pick<Broker, 'length'>, client: ServiceBusClient): Scaler {
  return {
    messagesSeen: async (queue, mayManage) => {
      if (mayManage) return broker.length(queue);
      const receiver = client.createReceiver(queue);
      try {
        const [first] = await receiver.peekMessages(1, { fromSequenceNumber: Long.ZERO });
        if (!first?.sequenceNumber) return 0;
        if (first.state === 'active') return 1;
        const window = await receiver.peekMessages(PEEKED, { fromSequenceNumber: first.sequenceNumber });
        return window.some(({ state }) => state === 'active') ? 1 : 0;
      } finally {
        await receiver.close();
      }
    },
  };
}
