import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { ServiceBusClient } from '@azure/service-bus';
import { ORIGINALS_CONTAINER } from '../../shared/adapters/originals/blob-originals';
import { ORIGINAL_REFERENCE } from '../../shared/messages/stored-original';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { runProgram } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;
let talk: Conversation;
let client: ServiceBusClient;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  await stack.startHost();
  client = new ServiceBusClient(stack.broker.connectionString);
  talk = conversation(client);
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

/** A body of 250 KB, which leaves no place for what a copy adds. */
const padded = (body: unknown): string => JSON.stringify(body).padEnd(250_000);
const run = (...args: string[]) => runProgram([bundledCli, ...args], stack.environment);

interface Peeked {
  readonly bytes: number;
  readonly reference: unknown;
}
async function peeked(queue: string): Promise<readonly Peeked[]> {
  const receiver = client.createReceiver(queue, { skipParsingBodyAsJson: true });
  const messages = await receiver.peekMessages(10);
  await receiver.close();
  return messages.map(({ body, applicationProperties = {} }) => ({
    bytes: (body as Buffer).length,
    reference: applicationProperties[ORIGINAL_REFERENCE],
  }));
}

const isStored = { bytes: 0, reference: expect.stringMatching(/^[0-9a-f]{64}$/) };

describe('a message near the size limit', () => {
  it('waits as a copy that refers to it, and is answered when that comes', async () => {
    const answer = { status: 429, headers: { 'Retry-After': '35' }, body: {} };
    stack.tenant.faults.add({ method: 'POST', path: 'revokeSignInSessions', times: 1, answer });
    const id = await talk.send(padded({ user: 'avery@contoso.com' }));
    await eventually('a scheduled copy', () => stack.broker.scheduled('revocation-waits') === 1);
    const [outcome] = await talk.answers(id, 1, 90_000);
    expect(outcome?.data).toMatchObject({ status: 'signOutPending', verified: true });
  }, 150_000);
  it('is kept by reference; the command line shows and replays it whole', async () => {
    const body = padded({ user: 'blake@contoso.com', whatlf: true });
    await talk.ask(body, 1, { messageId: 'large-1' });
    await eventually('the original', () => stack.broker.length('revocation-rejected') === 1);
    expect(await peeked('revocation-rejected')).toEqual([isStored]);
    const { out } = await run('quarantine', 'list', '--json');
    const { number } = JSON.parse(out) as { readonly number: string };
    expect(JSON.parse(out)).toMatchObject({ bytes: body.length, requestId: 'large-1' });
    expect((await run('quarantine', 'show', number, '--raw')).out.trimEnd()).toBe(body.trimEnd());
    await run('quarantine', 'replay', number, '--no-confirm');
    expect((await talk.answers('large-1', 2)).map(({ data }) => data.status)).toEqual([
      'rejected',
      'rejected',
    ]);
  });
  it('whose stored original is gone is listed as missing, and not replayed', async () => {
    await eventually('the original', () => stack.broker.length('revocation-rejected') === 1);
    await BlobServiceClient.fromConnectionString(stack.storage.connectionString).deleteContainer(
      ORIGINALS_CONTAINER,
    );
    const { out } = await run('quarantine', 'list', '--json');
    const { number } = JSON.parse(out) as { readonly number: string };
    expect(JSON.parse(out)).toMatchObject({ isMissing: true });
    expect((await run('quarantine', 'show', number)).out).toContain('Original:');
    expect(await run('quarantine', 'replay', number, '--no-confirm')).toMatchObject({ code: 1 });
    expect(stack.broker.length('revocation-rejected')).toBe(1);
  });
});
