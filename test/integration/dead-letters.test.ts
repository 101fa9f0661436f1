import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { idOf } from '../support/contoso-users';
import { eventually } from '../support/eventually';
import { runProgram } from '../support/run-program';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const projectFolder = join(__dirname, '../..');
const cli = join(projectFolder, 'dist/shared/cli/main.js');
const QUEUE = 'revocation-requests';
let stack: LocalStack;
let client: ServiceBusClient;
let record: TopicRecord;

/** Messages that the broker gives up on before the app is there: each in a way of its own. */
const buried = { byReceiver: randomUUID(), byAge: randomUUID() };

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'audit');
  const sender = client.createSender(QUEUE);
  const body = (user: string): Buffer => Buffer.from(JSON.stringify({ user }));
  await sender.sendMessages({ messageId: buried.byReceiver, body: body('avery@contoso.com') });
  const receiver = client.createReceiver(QUEUE);
  const [message] = await receiver.receiveMessages(1);
  if (message)
    await receiver.deadLetterMessage(message, {
      deadLetterReason: 'Poison',
      deadLetterErrorDescription: 'Nobody wants it.',
    });
  await receiver.close();
  await sender.sendMessages({ messageId: buried.byAge, body: body('blake@contoso.com'), timeToLive: 1 });
  // What waits for longer than this is too old, unless a person says otherwise.
  await stack.startHost({ REVOCATION_POLICY: JSON.stringify({ maxRequestAge: 'PT1S' }) });
}, 60_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
});

const deadLetters = (...args: string[]) => runProgram([cli, 'dead-letters', ...args], stack.environment);
const statuses = (requestId: string): (string | undefined)[] =>
  record.resultsOf(requestId).map(({ subject }) => subject);
const numberOf = async (requestId: string): Promise<string> => {
  const { out } = await deadLetters('list', '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  return lines.find((line) => line['requestId'] === requestId)?.['number'] ?? '';
};

describe('what the broker has given up on', () => {
  it.each([
    ['because a receiver did', buried.byReceiver, 'Poison'],
    ['because it waited for too long', buried.byAge, 'TTLExpiredException'],
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
      const { out } = await deadLetters('list');
      expect(out).toContain(id);
      expect(out).toContain(reason);
    },
  );
});

describe('session-revoker dead-letters', () => {
  it('shows an original, and gives its bytes to other programs', async () => {
    const number = await numberOf(buried.byReceiver);
    const { out } = await deadLetters('show', number);
    expect(out).toContain('{"user":"avery@contoso.com"}');
    expect((await deadLetters('show', number, '--raw')).out).toBe('{"user":"avery@contoso.com"}');
  });
  it('replays nothing without having asked', async () => {
    const { code, error } = await deadLetters('replay', '--all');
    expect({ code, error }).toEqual({
      code: 2,
      error: 'There is no terminal to ask at: say --no-confirm to replay without asking.\n',
    });
    expect(stack.broker.length('revocation-rejected')).toBe(2);
  });
  it('replays an original with its age, which may be too old, and back it comes', async () => {
    const number = await numberOf(buried.byReceiver);
    expect((await deadLetters('replay', number, '--no-confirm')).code).toBe(0);
    await eventually('an outcome', () => statuses(buried.byReceiver).length === 2);
    expect(statuses(buried.byReceiver)).toEqual(['failed', 'expired']);
    await eventually('the original in quarantine', () => stack.broker.length('revocation-rejected') === 2);
    expect(stack.tenant.directory.revocations).toEqual([]);
  });
  it('replays it as if it came just now, with an outcome of its own, and it is gone', async () => {
    const number = await numberOf(buried.byReceiver);
    const { code, out } = await deadLetters('replay', number, '--refresh', '--no-confirm');
    expect({ code, out }).toEqual({ code: 0, out: `${number} is on the request queue again.\n` });
    await eventually('an outcome', () => statuses(buried.byReceiver).length === 3);
    expect(statuses(buried.byReceiver)).toEqual(['failed', 'expired', 'signOutPending']);
    expect(new Set(record.resultsOf(buried.byReceiver).map(({ id }) => id)).size).toBe(3);
    expect(stack.tenant.directory.revocations.map(({ userId }) => userId)).toEqual([
      idOf('avery@contoso.com'),
    ]);
    expect(await numberOf(buried.byReceiver)).toBe('');
    expect(stack.broker.length('revocation-rejected')).toBe(1);
  });
});
