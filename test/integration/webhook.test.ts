import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { alertFixtures } from '../fixtures/alerts/all';
import type { HostProcess } from '../local/host/host-process';
import type { LocalStack } from '../local/local-stack';
import { startLocalStack } from '../local/local-stack';
import { idOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  host = await stack.startHost({ LEDGER_STORAGE: 'memory' });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
}, 60_000);
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { origin = '', key = '' } = host.http ?? {};
  return fetch(`${origin}/api/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-functions-key': key, ...headers },
    body,
  });
}

const incident = JSON.stringify(
  alertFixtures
    .find(({ format }) => format === 'sentinelIncidentTrigger')
    ?.alert([{ id: idOf('avery@contoso.com'), upn: '', sid: '', name: '', suffix: '', domain: '' }]),
);

describe('POST /api/alerts', () => {
  it('takes an alert as it is, and its outcome is on the topic', async () => {
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
  it('takes what is no alert as well: it is answered on the topic, and kept', async () => {
    const { requestId } = (await (await post('{"no":"alert"}')).json()) as { requestId: string };
    const [event] = await talk.answers(requestId, 1);
    expect(event?.subject).toBe('rejected');
    expect(String((await talk.original(requestId)).body)).toBe('{"no":"alert"}');
  });
  it('takes a delivery once, however often it is sent', async () => {
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
  it.each<[number, string, Record<string, string>, string]>([
    [401, 'without the key', { 'x-functions-key': '' }, '{}'],
    [401, 'with a wrong key', { 'x-functions-key': randomUUID() }, '{}'],
    [415, 'with another content type', { 'content-type': 'text/plain' }, '{}'],
    [
      415,
      'with a security event token, which nobody has verified',
      { 'content-type': 'application/secevent+jwt' },
      'e.e.e',
    ],
    [413, 'with a body that fits into no message', {}, 'x'.repeat(300_000)],
    [400, 'without a body', {}, ''],
  ])('answers %d %s', async (status, _what, headers, body) =>
    expect((await post(body, headers)).status).toBe(status),
  );
  it('answers 503 while the queue takes nothing, and loses nothing that it has answered 202 to', async () => {
    stack.broker.faults.add({ at: 'send', address: 'revocation-requests', times: 1, answer: 'refuse' });
    const answer = await post('{"user":"casey@contoso.com"}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '15']);
    const again = (await (await post('{"user":"casey@contoso.com"}')).json()) as { requestId: string };
    const [event] = await talk.answers(again.requestId, 1);
    expect(event?.subject).toBe('signOutPending');
  });
});
