import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ServiceBusMessage } from '@azure/service-bus';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { bundledCli } from '../support/bundled-cli';
import { idOf } from '../support/contoso-users';
import { eventually } from '../support/eventually';
import { runProgram } from '../support/run-program';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const projectFolder = join(__dirname, '../..');
const QUEUE = 'revocation-requests';
let stack: LocalStack;
let client: ServiceBusClient;
let record: TopicRecord;
let host: HostProcess;

/** Messages that are moved to the dead-letter queue before the app starts, for different reasons. */
const deadLettered = { byReceiver: randomUUID(), byAge: randomUUID(), byValue: randomUUID() };
const REASON = { deadLetterReason: 'Poison', deadLetterErrorDescription: 'Nobody wants it.' };

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'audit');
  const sender = client.createSender(QUEUE);
  const body = (user: string): Buffer => Buffer.from(JSON.stringify({ user }));
  await sender.sendMessages({ messageId: deadLettered.byReceiver, body: body('avery@contoso.com') });
  await sender.sendMessages({
    bodyType: 'value',
    body: { user: 'casey@contoso.com' },
    properties: { messageId: deadLettered.byValue },
  } as unknown as ServiceBusMessage);
  const receiver = client.createReceiver(QUEUE);
  for (let n = 0; n < 2; n++) {
    const [message] = await receiver.receiveMessages(1);
    if (message) await receiver.deadLetterMessage(message, REASON);
  }
  await receiver.close();
  await sender.sendMessages({
    messageId: deadLettered.byAge,
    body: body('blake@contoso.com'),
    timeToLive: 1,
  });
  // A request that is older than this has expired, unless a person refreshes it.
  host = await stack.startHost({ REVOCATION_POLICY: JSON.stringify({ maxRequestAge: 'PT1S' }) });
  await host.runTimer('reportDeadLetters');
});
afterAll(async () => {
  await client.close();
  await stack.stop();
});

const quarantine = (...args: string[]) => runProgram([bundledCli, 'quarantine', ...args], stack.environment);
const statuses = (requestId: string): (string | undefined)[] =>
  record.resultsOf(requestId).map(({ subject }) => subject);
const numberOf = async (requestId: string): Promise<string> => {
  const { out } = await quarantine('list', '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  return lines.find((line) => line['requestId'] === requestId)?.['number'] ?? '';
};

describe('a dead letter', () => {
  it.each([
    ['of a receiver', deadLettered.byReceiver, 'Poison'],
    ['with a body in a value section, which the host cannot bind', deadLettered.byValue, 'Poison'],
    ['that waited for too long', deadLettered.byAge, 'TTLExpiredException'],
  ])(
    '%s is answered with the reason, nobody is revoked, and its original is kept',
    async (_why, id, reason) => {
      await eventually('an outcome', () => statuses(id).length === 1);
      const [result] = record.resultsOf(id);
      expect(result?.data).toMatchObject({ status: 'failed', detail: expect.stringContaining(reason) });
      expect(stack.tenant.directory.revocations).toEqual([]);
      await eventually(
        'an empty dead-letter queue',
        () => stack.broker.length(`${QUEUE}/$deadletterqueue`) === 0,
      );
      const { out } = await quarantine('list');
      expect(out).toContain(id);
      expect(out).toContain(reason);
    },
  );
});

describe('session-revoker quarantine', () => {
  it('shows an original, and writes its bytes for other programs', async () => {
    const number = await numberOf(deadLettered.byReceiver);
    const { out } = await quarantine('show', number);
    expect(out).toContain('{"user":"avery@contoso.com"}');
    expect((await quarantine('show', number, '--raw')).out).toBe('{"user":"avery@contoso.com"}');
  });
  it('replays nothing without asking', async () => {
    const { code, error } = await quarantine('replay', '--all');
    expect({ code, error }).toEqual({
      code: 2,
      error: 'Not an interactive terminal: pass --no-confirm to replay without asking.\n',
    });
    expect(stack.broker.length('revocation-rejected')).toBe(3);
  });
  it('replays an original with its age, and keeps it again if that is too old', async () => {
    const number = await numberOf(deadLettered.byReceiver);
    expect((await quarantine('replay', number, '--no-confirm')).code).toBe(0);
    await eventually('an outcome', () => statuses(deadLettered.byReceiver).length === 2);
    expect(statuses(deadLettered.byReceiver)).toEqual(['failed', 'expired']);
    await eventually('the original in quarantine', () => stack.broker.length('revocation-rejected') === 3);
    expect(stack.tenant.directory.revocations).toEqual([]);
  });
  it('replays it as if it had just arrived, with an outcome of its own, and removes it', async () => {
    const number = await numberOf(deadLettered.byReceiver);
    const { code, out } = await quarantine('replay', number, '--refresh', '--no-confirm');
    expect({ code, out }).toEqual({ code: 0, out: `${number} is on the request queue again.\n` });
    await eventually('an outcome', () => statuses(deadLettered.byReceiver).length === 3);
    expect(statuses(deadLettered.byReceiver)).toEqual(['failed', 'expired', 'signOutPending']);
    expect(new Set(record.resultsOf(deadLettered.byReceiver).map(({ id }) => id)).size).toBe(3);
    expect(stack.tenant.directory.revocations.map(({ userId }) => userId)).toEqual([
      idOf('avery@contoso.com'),
    ]);
    expect(await numberOf(deadLettered.byReceiver)).toBe('');
    expect(stack.broker.length('revocation-rejected')).toBe(2);
  });
});
