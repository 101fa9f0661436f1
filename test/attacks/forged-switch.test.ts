import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { storageTable } from '../../shared/adapters/connections/ledger-table';
import { SWITCH_TABLE, switchTable } from '../../shared/adapters/ledger/switch-table';
import { emergencySwitch } from '../../shared/app/emergency-switch';
import { processMessage } from '../../shared/app/process-message';
import { resultSchema } from '../../shared/messages/result-schema';
import type { TableStorage } from '../../local/storage/table-storage';
import { startTableStorage } from '../../local/storage/table-storage';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';

// Who may write the row can write anything into it, by hand or with malice.

let storage: TableStorage;
beforeAll(async () => {
  storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  await table().createTable();
});
afterAll(() => storage.stop());

function table() {
  const { connectionString } = storage;
  return storageTable({ kind: 'connectionString', connectionString }, SWITCH_TABLE, () => {
    throw new Error('A connection string needs no credential.');
  });
}

/** The app after a row was written, in a process that has read none before. */
async function appAfter(columns: Readonly<Record<string, unknown>>) {
  const row = { partitionKey: 'switch', rowKey: 'revocation', ...columns };
  await table().upsertEntity(row, 'Replace');
  const app = appOfTwins();
  const stops = emergencySwitch(switchTable(table()), app.clock);
  const processed = await processMessage(
    { ...app.dependencies, emergencySwitch: stops },
    aMessage({ user: 'avery@contoso.com' }),
  );
  return { ...app, processed };
}

describe('a row that says neither stopped nor running', () => {
  it.each([
    ['has no state', {}],
    ['has another word', { state: 'paused' }],
    ['has an empty state', { state: '' }],
    ['has a number', { state: 1 }],
    ['has a truth value', { state: false }],
    ['has the state within JSON', { state: '{"state":"running"}' }],
    ['names the state in another column', { State: 'running' }],
  ])('signs nobody out and denies nobody if it %s: the request waits', async (_what, columns) => {
    const { processed, tenant, resultsTopic, requestQueue } = await appAfter(columns);
    expect(processed).toMatchObject({ published: [], retry: { reason: 'switchUnavailable' } });
    expect(tenant.revoked).toEqual([]);
    expect(resultsTopic.published).toEqual([]);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
});

describe('a row that says stopped, and is odd otherwise', () => {
  it.each([
    ['has nothing else', {}, /by unknown: unknown$/],
    ['has columns of other types', { by: 7, reason: true }, /by unknown: unknown$/],
    ['is written in capitals', { state: ' STOPPED ', by: 'lead', reason: 'Drill' }, /by lead: Drill$/],
    ['has a text over several lines', { by: 'a\r\nb', reason: 'x\u2028y\u0000z' }, /by a b: x y z$/],
    ['has texts of 30,000 characters', { by: 'b'.repeat(30_000), reason: 'r'.repeat(30_000) }, /b: r+$/],
    ['has half of a surrogate pair', { reason: '\ud83d'.repeat(3) }, /\ufffd$/],
    ['has a text with placeholders', { by: '{reason}', reason: '{time}' }, /by \{reason\}: \{time\}$/],
  ])('stops all the same if it %s, and its outcome is short and valid', async (_what, columns, detail) => {
    const { tenant, resultsTopic } = await appAfter({ state: 'stopped', ...columns });
    expect(tenant.revoked).toEqual([]);
    const [message] = resultsTopic.published;
    const result = resultSchema.parse(resultOfBytes(message?.body ?? new Uint8Array()));
    expect(result.data).toMatchObject({ status: 'notEnabled', detail: expect.stringMatching(detail) });
    expect(message?.body.byteLength).toBeLessThan(4000);
  });
});

describe('a row beside that of the switch', () => {
  it('means nothing', async () => {
    await table().upsertEntity({ partitionKey: 'switch', rowKey: 'REVOCATION', state: 'stopped' });
    await table().upsertEntity({ partitionKey: 'Switch', rowKey: 'revocation', state: 'stopped' });
    const { tenant } = await appAfter({ state: 'running' });
    expect(tenant.revoked).toHaveLength(1);
  });
});
