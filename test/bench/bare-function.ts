import { app } from '@azure/functions';
import { handleBarely, setting } from './bare-work';

// The yardstick as a function app: what the host and its library cost on top of the SDKs.
app.generic('bare', {
  trigger: {
    type: 'serviceBusTrigger',
    name: 'message',
    connection: 'ServiceBusConnection',
    queueName: setting('REVOCATION_QUEUE'),
    dataType: 'binary',
  },
  handler: (body: unknown, context) => handleBarely(body, context.triggerMetadata?.['messageId']),
});
