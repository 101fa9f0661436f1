import { setTimeout as sleep } from 'node:timers/promises';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { resultMessage } from '../../shared/messages/result-message';
import { outcomeOf, outcomes } from '../support/outcomes';

/**
 * The yardstick: the same SDKs in the simplest possible loop. It receives, looks up, revokes, reads back, sends and
 * completes; it checks, decides and measures nothing, and waits for as long as Graph asks. It sends the same over the
 * network as the app, by the same HTTP client: it asks for the same properties, and publishes a message of the same size and properties.
 */
export const setting = (name: string): string => process.env[name] ?? '';
const graph = `${setting('GRAPH_ENDPOINT')}/v1.0/users`;
const httpClient = createDefaultHttpClient();
const pipeline = createEmptyPipeline();
pipeline.addPolicy(
  bearerTokenAuthenticationPolicy({
    credential: new ManagedIdentityCredential(),
    scopes: `${setting('GRAPH_ENDPOINT')}/.default`,
  }),
);
export const client = new ServiceBusClient(setting('ServiceBusConnection'));
const topic = client.createSender('revocation-results');
const template = resultMessage(outcomes['sign-out-pending'] ?? outcomeOf('signOutPending'), 'en');
const SELECT =
  'id,userPrincipalName,userType,externalUserState,identities,signInSessionsValidFromDateTime,onPremisesDomainName';

async function call(method: 'GET' | 'POST', url: string): Promise<Record<string, unknown>> {
  for (;;) {
    const response = await pipeline.sendRequest(httpClient, createPipelineRequest({ method, url }));
    if (response.status !== 429) return JSON.parse(response.bodyAsText ?? '{}') as Record<string, unknown>;
    await sleep(Number(response.headers.get('retry-after')) * 1000);
  }
}

/** Does for one message what the app does, with nothing around it. */
export async function handleBarely(bytes: unknown, messageId: unknown): Promise<void> {
  const { user } = JSON.parse(String(bytes)) as { readonly user: string };
  const { id } = await call('GET', `${graph}/${encodeURIComponent(user)}?$select=${SELECT}`);
  await call('POST', `${graph}/${String(id)}/revokeSignInSessions`);
  await call('GET', `${graph}/${String(id)}?$select=id,signInSessionsValidFromDateTime`);
  const { body, applicationProperties, contentType, subject } = template;
  await topic.sendMessages({
    body: Buffer.from(body),
    contentType,
    subject,
    messageId: `bare-${String(messageId)}`,
    correlationId: String(messageId),
    applicationProperties: { ...applicationProperties },
  });
}
