import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';

/** Receives and completes so many messages of a queue, or of a subscription of a topic; fails after a minute. */
export async function receive(
  client: ServiceBusClient,
  from: string | readonly [topic: string, subscription: string],
  count: number,
): Promise<ServiceBusReceivedMessage[]> {
  // The SDK's lock renewal cannot settle a message without a messageId.
  const options = { skipParsingBodyAsJson: true, maxAutoLockRenewalDurationInMs: 0 };
  const receiver =
    typeof from === 'string'
      ? client.createReceiver(from, options)
      : client.createReceiver(from[0], from[1], options);
  const received: ServiceBusReceivedMessage[] = [];
  const deadline = Date.now() + 60_000;
  while (received.length < count && Date.now() < deadline) {
    const messages = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 1000 });
    for (const message of messages) await receiver.completeMessage(message);
    received.push(...messages);
  }
  await receiver.close();
  if (received.length < count) {
    throw new Error(`${String(received.length)} of ${String(count)} messages came from ${from.toString()}.`);
  }
  return received;
}
