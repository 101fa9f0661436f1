import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Transmitter } from '../../local/transmitter';
import { startTransmitter } from '../../local/transmitter';
import { tokenRequestId } from '../../shared/core/ids';
import { idOf, revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;
let transmitter: Transmitter;

const SECRET = 'a secret of sixteen bytes and more';
const AUDIENCE = 'https://revoker.contoso.com/';
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  transmitter = await startTransmitter(stack.certificate);
  const { issuer, jwksUri } = transmitter;
  host = await stack.startHost({
    LEDGER_STORAGE: 'memory',
    WEBHOOK_SOURCES: JSON.stringify([{ name: 'acme', secrets: [SECRET] }]),
    SECURITY_EVENT_ISSUERS: JSON.stringify([{ issuer, jwksUri, audience: AUDIENCE }]),
  });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await transmitter.stop();
  await stack.stop();
});

function post(body: string, headers: Readonly<Record<string, string>> = {}, path = ''): Promise<Response> {
  const { origin = '', key = '' } = host.http ?? {};
  return fetch(`${origin}/api/alerts${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-functions-key': key, ...headers },
    body,
  });
}

const account = {
  id: idOf('avery@contoso.com'),
  upn: '',
  sid: '',
  name: '',
  suffix: '',
  domain: '',
};
const incident = JSON.stringify(
  changed(alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger')?.alert([account]), {
    'object/properties/createdTimeUtc': new Date().toISOString(),
  }),
);

describe('POST /api/alerts', () => {
  it('accepts an alert as it is, and its outcome is on the topic', async () => {
    const answer = await post(incident);
    expect(answer.status).toBe(202);
    const { requestId } = (await answer.json()) as { requestId: string };
    const [event] = await talk.answers(requestId, 1);
    expect(event?.data).toMatchObject({
      status: 'signOutPending',
      user: { id: idOf('avery@contoso.com') },
      alert: { provider: 'Microsoft Sentinel' },
    });
  });
  it('accepts a body that is not an alert, which is answered on the topic and kept', async () => {
    const { requestId } = (await (await post('{"no":"alert"}')).json()) as { requestId: string };
    const [event] = await talk.answers(requestId, 1);
    expect(event?.subject).toBe('rejected');
    expect(String((await talk.original(requestId)).body)).toBe('{"no":"alert"}');
  });
  it('accepts a delivery once, however often it is sent', async () => {
    const key = randomUUID();
    const before = stack.tenant.directory.revocations.length;
    for (let n = 0; n < 3; n++) {
      const answer = await post('{"user":"blake@contoso.com"}', { 'idempotency-key': key });
      expect(await answer.json()).toEqual({ requestId: key });
    }
    await talk.answers(key, 1);
    await talk.answers((await talk.ask({ user: 'nobody@contoso.com' }))[0]?.data.requestId ?? '', 1);
    expect(stack.tenant.directory.revocations).toHaveLength(before + 1);
  });
  it('names the holder of a key alike, wherever the key is and whatever is written beside it', async () => {
    const { origin = '', key = '' } = host.http ?? {};
    const senders = new Set<unknown>();
    for (const query of [`code=${key}`, `Code=${key}&code=another`, `code=${key}&code=more`]) {
      const answer = await fetch(`${origin}/api/alerts?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"no":"alert"}',
      });
      const { requestId } = (await answer.json()) as { requestId: string };
      senders.add((await talk.answers(requestId, 1))[0]?.data.receivedBy);
    }
    expect([...senders]).toEqual([expect.stringMatching(/^webhook:key-[\da-f]{12}$/)]);
  });
  it.each<[number, string, Record<string, string>, string]>([
    [401, 'without the key', { 'x-functions-key': '' }, '{}'],
    [401, 'with a wrong key', { 'x-functions-key': randomUUID() }, '{}'],
    [415, 'with another content type', { 'content-type': 'text/plain' }, '{}'],
    [413, 'with a body that does not fit into a message', {}, 'x'.repeat(300_000)],
    [400, 'without a body', {}, ''],
  ])('answers %d %s', async (status, _what, headers, body) =>
    expect((await post(body, headers)).status).toBe(status),
  );
  it('answers 503 while the queue accepts nothing, and loses nothing that it has answered with 202', async () => {
    stack.broker.faults.add({ at: 'send', address: 'revocation-intake', times: 1, answer: 'reject' });
    const answer = await post('{"user":"casey@contoso.com"}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '15']);
    const again = (await (await post('{"user":"casey@contoso.com"}')).json()) as { requestId: string };
    const [event] = await talk.answers(again.requestId, 1);
    expect(event?.subject).toBe('signOutPending');
  });
});

describe('POST /api/alerts/SOURCE', () => {
  const body = '{"user":"drew@contoso.com"}';
  function signed(atMs: number, secret = SECRET, id: string = randomUUID()): Record<string, string> {
    const timestamp = String(Math.floor(atMs / 1000));
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  }
  it('accepts what its sender has just signed, once, however often it is sent', async () => {
    const headers = signed(Date.now());
    const answers = [await post(body, headers, '/acme'), await post(body, headers, '/acme')];
    const [first, second] = await Promise.all(
      answers.map((one) => one.json() as Promise<{ requestId: string }>),
    );
    expect(second).toEqual(first);
    const [event] = await talk.answers(first?.requestId ?? '', 1);
    expect(event?.data.requestId).toMatch(/^acme-/);
  });
  it.each<[number, string, () => Record<string, string>, string]>([
    [401, 'without a signature', () => ({}), '/acme'],
    [401, 'with a signature of another secret', () => signed(Date.now(), 'not that one'), '/acme'],
    [401, 'with a signature of an hour ago', () => signed(Date.now() - 3_600_000), '/acme'],
    [404, 'from a sender that is not configured', () => signed(Date.now()), '/emca'],
  ])('answers %d to a request %s', async (status, _what, headers, path) =>
    expect((await post(body, headers(), path)).status).toBe(status),
  );
});

describe('a security event token that is pushed', () => {
  const media = { 'content-type': 'application/secevent+jwt' };
  const subject = (upn: string): object => ({
    format: 'iss_sub',
    iss: 'https://login.microsoftonline.com/contoso/v2.0',
    sub: idOf(upn),
  });
  const claims = (upn: string, jti: string = randomUUID()): Record<string, unknown> => ({
    jti,
    aud: AUDIENCE,
    sub_id: subject(upn),
    events: { [SESSION_REVOKED]: { initiating_entity: 'policy' } },
  });

  it('is accepted with 202 and an empty answer, and its subject is signed out', async () => {
    const answer = await post(await transmitter.sign(claims('avery@contoso.com', 'token-1')), media);
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    const requestId = tokenRequestId({ issuer: transmitter.issuer, jti: 'token-1' });
    const [event] = await talk.answers(requestId, 1);
    expect(event?.data).toMatchObject({
      status: 'signOutPending',
      user: { id: idOf('avery@contoso.com') },
      alert: { provider: transmitter.issuer, id: 'token-1' },
    });
  });
  it('that is pushed again is accepted again, and nobody is signed out twice', async () => {
    const jti = randomUUID();
    const token = await transmitter.sign(claims('blake@contoso.com', jti));
    const before = revocationsOf(stack.tenant, 'blake@contoso.com');
    for (let n = 0; n < 3; n++) expect((await post(token, media)).status).toBe(202);
    await talk.answers(tokenRequestId({ issuer: transmitter.issuer, jti }), 1);
    await talk.ask({ user: 'nobody@contoso.com' });
    expect(revocationsOf(stack.tenant, 'blake@contoso.com')).toBe(before + 1);
  });
  it.each<[string, string, () => Promise<string>]>([
    ['invalid_request', 'with the id of another token', reused],
    ['invalid_key', 'that another transmitter has signed', forged],
    ['invalid_audience', 'for another audience', () => transmitter.sign({ ...claims('x'), aud: 'y' })],
    ['invalid_issuer', 'that is not valid', () => Promise.resolve('e.e.e')],
  ])('is refused as %s when it is one %s', async (err, _what, token) => {
    const answer = await post(await token(), media);
    expect([answer.status, await answer.json()]).toEqual([400, { err, description: expect.any(String) }]);
  });
  it('that was sent to the queue directly is verified there, rejected and kept', async () => {
    const token = await forged();
    const [event] = await talk.ask(token, 1, {
      contentType: 'application/secevent+jwt',
      messageId: 'forged-1',
    });
    expect(event?.data).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('not trusted (invalid_key)'),
    });
    expect(String((await talk.original('forged-1')).body)).toBe(token);
  });

  async function reused(): Promise<string> {
    const jti = randomUUID();
    await post(await transmitter.sign(claims('avery@contoso.com', jti)), media);
    return transmitter.sign(claims('blake@contoso.com', jti));
  }
  async function forged(): Promise<string> {
    const other = await startTransmitter(stack.certificate);
    const token = await other.sign({ ...claims('avery@contoso.com'), iss: transmitter.issuer });
    await other.stop();
    return token;
  }
});

describe('a body that is sent slowly', () => {
  it('is answered by 408, delays no other request, and is on no queue', async () => {
    const { origin = '', key = '' } = host.http ?? {};
    const { port, hostname } = new URL(origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = [
      'POST /api/alerts HTTP/1.1',
      `host: ${hostname}`,
      `x-functions-key: ${key}`,
      'content-type: application/json',
      'content-length: 1000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n{"user":`);
    const answered = once(socket.setEncoding('utf8'), 'data') as Promise<[string]>;
    const meanwhile = (await (await post('{"user":"casey@contoso.com"}')).json()) as { requestId: string };
    await talk.answers(meanwhile.requestId, 1);
    expect((await answered)[0]).toMatch(/^HTTP\/1\.1 408 /);
    socket.destroy();
  });
});
