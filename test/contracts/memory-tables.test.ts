import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { RestError } from '@azure/core-rest-pipeline';
import { TableClient } from '@azure/data-tables';
import type { TableStorage } from '../../local/storage/table-storage';
import { startTableStorage } from '../../local/storage/table-storage';
import { tableClientOf } from '../bench/memory-table-client';
import { memoryTables } from '../bench/memory-tables';

const stored = memoryTables(() => new Date());
let storage: TableStorage;
beforeAll(async () => {
  storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
});
afterAll(() => storage.stop());

const inMemory = (name: string): TableClient =>
  tableClientOf(name, (request) => Promise.resolve(stored(request)));
const emulated = (name: string): TableClient =>
  TableClient.fromConnectionString(storage.connectionString, name, { allowInsecureConnection: true });

const failureOf = async (call: Promise<unknown>): Promise<number | undefined> => {
  const failure: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return failure instanceof RestError ? failure.statusCode : undefined;
};

// The ledger's contract tests have the rest.
describe.each([
  ['tables in memory', inMemory],
  ['the emulator of table storage', emulated],
] as const)('%s', (_name, clientOf) => {
  const row = (rowKey: string, n = 1) => ({ partitionKey: "O'Hara", rowKey, n });
  const newTable = async (): Promise<TableClient> => {
    const table = clientOf(`t${randomUUID().replaceAll('-', '')}`);
    await table.createTable();
    return table;
  };

  it('do all operations of a transaction, and return the version of each', async () => {
    const table = await newTable();
    const { subResponses } = await table.submitTransaction([
      ['create', row('one')],
      ['upsert', row('two'), 'Replace'],
    ]);
    const found = await table.getEntity("O'Hara", 'two');
    expect(subResponses.map(({ status }) => status)).toEqual([204, 204]);
    expect(subResponses[1]?.etag).toBe(found.etag);
  });
  it('do nothing of a transaction of which one operation fails', async () => {
    const table = await newTable();
    await table.createEntity(row('two'));
    const failed = table.submitTransaction([
      ['create', row('one')],
      ['create', row('two')],
    ]);
    expect(await failureOf(failed)).toBe(409);
    expect(await failureOf(table.getEntity("O'Hara", 'one'))).toBe(404);
  });
  it('list page by page, in the order of the keys', async () => {
    const table = await newTable();
    for (let n = 0; n < 1100; n += 100) {
      await table.submitTransaction(
        Array.from({ length: 100 }, (_, m) => ['create', row(String(n + m).padStart(4, '0'), n + m)]),
      );
    }
    const found: unknown[] = [];
    for await (const { rowKey } of table.listEntities({ queryOptions: { filter: 'n ge 50' } }))
      found.push(rowKey);
    expect(found).toEqual(Array.from({ length: 1050 }, (_, n) => String(n + 50).padStart(4, '0')));
  });
  it('forget a table that is deleted', async () => {
    const table = await newTable();
    await table.createEntity(row('one'));
    await table.deleteTable();
    expect(await failureOf(table.createEntity(row('one')))).toBe(404);
  });
});
