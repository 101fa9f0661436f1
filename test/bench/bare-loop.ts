import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';

/**
 * The yardstick: the same SDKs in the straightest loop there is. It receives, looks up, revokes, reads back,
 * sends and completes; it checks, decides, times and tells nothing.
 */
const setting = (name: string): string => process.env[name] ?? '';
const graph = `${setting('GRAPH_ENDPOINT')}/v1.0/users`;
const httpClient = createDefaultHttpClient();
const pipeline = createPipelineFromOptions({});
pipeline.addPolicy(
  bearerTokenAuthenticationPolicy({
    credential: new ManagedIdentityCredential(),
    scopes: `${setting('GRAPH_ENDPOINT')}/.default`,
  }),
);
const client = new ServiceBusClient(setting('ServiceBusConnection'));
const topic = client.createSender('revocation-results');

async function call(method: 'GET' | 'POST', url: string): Promise<Record<string, unknown>> {
  const response = await pipeline.sendRequest(httpClient, createPipelineRequest({ method, url }));
  return JSON.parse(response.bodyAsText ?? '{}') as Record<string, unknown>;
}

client.createReceiver(setting('REVOCATION_QUEUE'), { skipParsingBodyAsJson: true }).subscribe(
  {
    processMessage: async (message) => {
      const { user } = JSON.parse(String(message.body)) as { readonly user: string };
      const { id } = await call('GET', `${graph}/${encodeURIComponent(user)}?$select=id,userType`);
      await call('POST', `${graph}/${String(id)}/revokeSignInSessions`);
      const after = await call('GET', `${graph}/${String(id)}?$select=signInSessionsValidFromDateTime`);
      await topic.sendMessages({
        body: Buffer.from(JSON.stringify({ user, ...after })),
        messageId: `bare-${String(message.messageId)}`,
        correlationId: String(message.messageId),
      });
    },
    processError: ({ error }) => Promise.reject(error),
  },
  { maxConcurrentCalls: Number(setting('MAX_CONCURRENT_CALLS')) },
);
process.send?.('serving');
process.once('disconnect', () => process.exit(0));
