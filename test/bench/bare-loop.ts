import { client, handleBarely, setting } from './bare-work';

// The yardstick as a loop: what the SDKs cost and nothing else.
client.createReceiver(setting('REVOCATION_QUEUE'), { skipParsingBodyAsJson: true }).subscribe(
  {
    processMessage: (message) => handleBarely(message.body, message.messageId),
    processError: ({ error }) => Promise.reject(error),
  },
  { maxConcurrentCalls: Number(setting('MAX_CONCURRENT_CALLS')) },
);
process.send?.('serving');
process.once('disconnect', () => process.exit(0));
