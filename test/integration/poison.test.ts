import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageCall, StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import { requestPartition } from '../../shared/core/ids';
import { eventually } from '../support/eventually';
import { recordTopic } from '../support/topic-record';
import { ONE_QUEUE } from '../support/one-queue';

const REQUEST_ID = 'poison-1';
let stack: LocalStack;
let gate: StorageGate;
let client: ServiceBusClient;

beforeAll(async () => {
  const projectFolder = join(__dirname, '../..');
  const topics = { 'revocation-results': { subscriptions: { all: {} } } };
  const queues = { 'revocation-requests': { lockDurationMs: 3000 }, 'revocation-rejected': {} };
  stack = await startLocalStack({ projectFolder, topology: { queues, topics } });
  gate = await openStorageGate(stack.storage);
  client = new ServiceBusClient(stack.broker.connectionString);
});
afterAll(async () => {
  await client.close();
  await stack.stop();
  await gate.stop();
});

/** The first effect of a message that has been read. */
const registers = ({ method, body }: StorageCall): boolean =>
  method === 'POST' &&
  body.includes(requestPartition({ tenantId: CONTOSO_TENANT_ID, requestId: REQUEST_ID }));
/** The removal of the note, which is the first thing after the reading of a redelivered message. */
const endsReading = ({ method, target }: StorageCall): boolean =>
  method === 'DELETE' && target.includes('reading-');

/** Starts the app, and kills it at a call of the ledger, which then has no effect. */
async function endAt(fits: (call: StorageCall) => boolean): Promise<void> {
  const taken = new Promise<void>((resolve) => {
    gate.add({ fits, times: 1, answer: 'drop', onTaken: resolve });
  });
  const host = await stack.startHost({ ...ONE_QUEUE, LEDGER_STORAGE: gate.connectionString });
  await taken;
  await host.kill();
}

describe('a message whose reading has ended its process twice', () => {
  it('is answered failed by the next process, without being read, and its original is kept', async () => {
    const record = recordTopic(client, 'revocation-results', 'all');
    const body = Buffer.from('{"user":"avery@contoso.com"}');
    await client.createSender('revocation-requests').sendMessages({ messageId: REQUEST_ID, body });
    await endAt(registers);
    await endAt(endsReading);
    await endAt(endsReading);
    const host = await stack.startHost({ ...ONE_QUEUE, LEDGER_STORAGE: gate.connectionString });
    await eventually('its outcome', () => record.resultsOf(REQUEST_ID).length > 0);
    expect(record.resultsOf(REQUEST_ID)[0]?.data).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('ended its process 2 times'),
    });
    expect(gate.done.some(registers)).toBe(false);
    expect(stack.tenant.directory.revocations).toEqual([]);
    await eventually('its completion', () => stack.broker.length('revocation-requests') === 0);
    expect(stack.broker.length('revocation-rejected')).toBe(1);
    await host.stop();
  }, 180_000);
});
