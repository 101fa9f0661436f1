import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HttpEndpoint } from '../../local/host/http-trigger';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Transmitter } from '../../local/transmitter';
import { startTransmitter } from '../../local/transmitter';
import { tokenRequestId } from '../../shared/core/ids';
import { revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { filledIn } from '../support/products/artefact';

const AUDIENCE = 'https://revoker.contoso.com/';
/** Members of the local tenant: policy has each signed out three times in an hour at most. */
const USERS = ['avery', 'blake', 'casey', "o'neil", 'gray', 'indigo', 'harper.two'].map(
  (name) => `${name}@contoso.com`,
);
let stack: LocalStack;
let transmitter: Transmitter;
let talk: Conversation;
let http: Pick<HttpEndpoint, 'origin' | 'key'>;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  transmitter = await startTransmitter(stack.certificate);
  const { issuer, jwksUri } = transmitter;
  const host = await stack.startHost({
    LEDGER_STORAGE: 'memory',
    SECURITY_EVENT_ISSUERS: JSON.stringify([{ issuer, jwksUri, audience: AUDIENCE }]),
  });
  if (!host.http) throw new Error('The host serves no HTTP functions.');
  http = host.http;
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await transmitter.stop();
  await stack.stop();
});

describe('Okta', () => {
  const hook = () =>
    JSON.parse(filledIn('okta/event-hook.json', http)) as {
      readonly events: { readonly items: readonly string[] };
      readonly channel: {
        readonly config: {
          readonly uri: string;
          readonly headers: readonly { readonly key: string; readonly value: string }[];
          readonly authScheme: { readonly key: string; readonly value: string };
        };
      };
    };
  const headers = (): Record<string, string> => {
    const { config } = hook().channel;
    const own = Object.fromEntries(config.headers.map(({ key, value }) => [key, value]));
    return { ...own, [config.authScheme.key]: config.authScheme.value };
  };
  it('verifies the event hook once', async () => {
    const challenge = 'yYn0zWbq8A-lQ2d';
    const answer = await fetch(hook().channel.config.uri, {
      headers: { ...headers(), 'X-Okta-Verification-Challenge': challenge },
    });
    expect([answer.status, await answer.json()]).toEqual([200, { verification: challenge }]);
  });
  it('posts events of every type that the hook names, and their users are signed out', async () => {
    const { events, channel } = hook();
    const user = (name: string) => ({ id: '00u1', type: 'User', alternateId: name, displayName: name });
    const event = (eventType: string, name: string) => ({
      uuid: randomUUID(),
      eventType,
      published: new Date().toISOString(),
      displayMessage: 'Suspicious',
      severity: 'WARN',
      actor: user(name),
      target: [user(name)],
    });
    const names = ['avery@contoso.com', 'blake@contoso.com', 'casey@contoso.com'];
    const items = events.items.map((type, n) => event(type, names[n] ?? ''));
    const counts = () => names.map((name) => revocationsOf(stack.tenant, name));
    const before = counts();
    const answer = await fetch(channel.config.uri, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body: JSON.stringify({
        eventType: 'com.okta.event_hook',
        eventTypeVersion: '1.0',
        cloudEventsVersion: '0.1',
        contentType: 'application/json',
        eventId: randomUUID(),
        eventTime: new Date().toISOString(),
        source: 'https://contoso.okta.com/api/v1/eventHooks/who1',
        data: { events: items },
      }),
    });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    await eventually('three sign-outs', () => counts().every((count, n) => count > (before[n] ?? 0)));
    expect(counts()).toEqual(before.map((count) => count + 1));
  });
});

it('a transmitter of Shared Signals pushes tokens to the address of its stream', async () => {
  const stream = JSON.parse(filledIn('shared-signals/stream.json', http)) as {
    readonly delivery: { readonly method: string; readonly endpoint_url: string };
    readonly events_requested: readonly string[];
  };
  expect(stream.delivery.method).toBe('urn:ietf:rfc:8935');
  for (const [n, type] of stream.events_requested.entries()) {
    const name = USERS[n] ?? '';
    const jti = randomUUID();
    const token = await transmitter.sign({
      jti,
      aud: AUDIENCE,
      sub_id: { format: 'email', email: name },
      events: {
        [type]: {
          initiating_entity: 'policy',
          current_level: 'HIGH',
          principal: 'USER',
          change_type: 'revoke',
        },
      },
    });
    const answer = await fetch(stream.delivery.endpoint_url, {
      method: 'POST',
      headers: { 'content-type': 'application/secevent+jwt' },
      body: token,
    });
    expect(answer.status).toBe(202);
    const requestId = tokenRequestId({ issuer: transmitter.issuer, jti });
    const [event] = await talk.answers(requestId, 1);
    expect([type, event?.data.user?.reference, event?.subject]).toEqual([type, name, 'signOutPending']);
  }
});
