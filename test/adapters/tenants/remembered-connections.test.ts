import { describe, expect, it } from '@jest/globals';
import { readConnections } from '../../../shared/adapters/tenants/connection-table';
import type { StoredConnections } from '../../../shared/ports/connection-store';
import { rememberedConnections } from '../../../shared/adapters/tenants/remembered-connections';
import type { Connection } from '../../../shared/core/connection';
import { Unavailable } from '../../../shared/ports/unavailable';
import { OTHER_TENANT_ID } from '../../support/builders';
import { fixedClock } from '../../support/fixed-clock';

const northwind: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['queue'] };

function tableOf(first: StoredConnections['connections']) {
  const clock = fixedClock();
  let reads = 0;
  let answer: () => Promise<StoredConnections> = () =>
    Promise.resolve({ connections: first, problems: new Map() });
  const connections = rememberedConnections(() => {
    reads++;
    return answer();
  }, clock);
  const ids = async (): Promise<string[]> => (await connections()).all.map(({ tenantId }) => tenantId);
  const now = (next: () => Promise<StoredConnections>): void => void (answer = next);
  return { clock, ids, now, reads: () => reads };
}

describe('the connections of the table', () => {
  it('are read once by any number of messages', async () => {
    const { ids, reads } = tableOf([northwind]);
    await Promise.all(Array.from({ length: 20 }, ids));
    await ids();
    expect(reads()).toBe(1);
  });
  it('are seen within a minute of a change, without a restart', async () => {
    const { ids, clock, now } = tableOf([northwind]);
    expect(await ids()).toEqual([OTHER_TENANT_ID]);
    now(() => Promise.resolve({ connections: [], problems: new Map() }));
    clock.advance(60_000);
    expect(await ids()).toEqual([]);
  });
  it('are read again beside the messages before they are too old', async () => {
    const { ids, clock, reads } = tableOf([northwind]);
    await ids();
    clock.advance(30_000);
    expect(await ids()).toEqual([OTHER_TENANT_ID]);
    expect(reads()).toBe(2);
  });
  it('are unknown after a minute in which the table cannot be read', async () => {
    const { ids, clock, now } = tableOf([northwind]);
    await ids();
    now(() => Promise.reject(new Error('Away.')));
    clock.advance(59_999);
    expect(await ids()).toEqual([OTHER_TENANT_ID]);
    clock.advance(1);
    await expect(ids()).rejects.toThrow(Unavailable);
  });
  it('keep one whose row cannot be read any more', async () => {
    const { ids, clock, now } = tableOf([northwind]);
    await ids();
    now(() => Promise.resolve({ connections: [], problems: new Map([[OTHER_TENANT_ID, ['is not JSON']]]) }));
    clock.advance(60_000);
    expect(await ids()).toEqual([OTHER_TENANT_ID]);
  });
});

describe('a row of the table', () => {
  const rows = (...entities: readonly object[]) =>
    readConnections({
      listEntities: () =>
        (async function* () {
          await Promise.resolve();
          yield* entities;
        })() as never,
    });
  const text = JSON.stringify(northwind);

  it('is a connection', async () => {
    const { connections, problems } = await rows({ rowKey: OTHER_TENANT_ID, connection: text });
    expect([connections, problems.size]).toEqual([[northwind], 0]);
  });
  it.each([
    [
      'of another tenant than its key names',
      { rowKey: 'b', connection: text },
      'tenantId: is not the key of the row (b)',
    ],
    ['that is not JSON', { rowKey: 'b', connection: '{' }, 'is not JSON (line 1, column 2)'],
    ['without a connection', { rowKey: 'b' }, 'is not JSON'],
    [
      'with a mistyped field',
      { rowKey: 'b', connection: '{"tenantId":"x","sources":["queue"]}' },
      'tenantId: is not a GUID',
    ],
  ])('%s connects nobody', async (_, entity, problem) => {
    const { connections, problems } = await rows(entity);
    expect([connections, problems.get('b')]).toEqual([[], [problem]]);
  });
});
