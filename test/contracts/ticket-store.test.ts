import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import { tableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableTickets } from '../../shared/adapters/ledger/table-tickets';
import type { TicketKey, TicketStore } from '../../shared/ports/ticket-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { startTableStorage } from '../../local/storage/table-storage';
import { NOW } from '../support/builders';

interface Side {
  readonly store: TicketStore;
  stop(): Promise<void>;
}

function storeAt(connectionString: string): TicketStore {
  const noCredential = () => {
    throw new Error('A connection string needs no credential.');
  };
  return tableTickets(
    tableEntities(ledgerTable({ kind: 'connectionString', connectionString }, noCredential)),
  );
}

async function tableSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  return { store: storeAt(storage.connectionString), stop: () => storage.stop() };
}

const twinSide = (): Promise<Side> =>
  Promise.resolve({ store: inMemoryTickets(), stop: () => Promise.resolve() });
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const ACCEPTED = { kind: 'accepted', requestId: 'request-1' } as const;
const REFUSED = { kind: 'refused', requestId: 'request-1', status: '400 BadRequest' } as const;

describe.each([
  ['the in-memory twin', twinSide],
  ['table storage', tableSide],
])('%s: tickets', (_name, start) => {
  let side: Side;
  let tenants = 0;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const tenant = () => {
    const tenantId = `tenant-${String(++tenants)}`;
    const key = (userId: string): TicketKey => ({ tenantId, act: 'confirmCompromised', userId });
    const list = (validSince = new Date(0)) => side.store.list(tenantId, validSince);
    return { tenantId, key, list };
  };

  it('of a tenant are listed, the oldest first, and no others', async () => {
    const { key, list } = tenant();
    await side.store.add(tenant().key('other'), NOW);
    await side.store.add(key('b'), later(10));
    await side.store.add(key('a'), later(20));
    await side.store.add(key('c'), NOW);
    expect(await list()).toEqual([
      { ...key('c'), addedAt: NOW, state: { kind: 'waiting' } },
      { ...key('b'), addedAt: later(10), state: { kind: 'waiting' } },
      { ...key('a'), addedAt: later(20), state: { kind: 'waiting' } },
    ]);
  });
  it('are one for each act and user, in whatever case the id is written', async () => {
    const { key, list } = tenant();
    await side.store.add(key('ABC'), NOW);
    await side.store.add(key('abc'), later(10));
    await side.store.add({ ...key('abc'), act: 'dismiss' }, later(20));
    expect((await list()).map(({ act, addedAt }) => [act, addedAt])).toEqual([
      ['confirmCompromised', NOW],
      ['dismiss', later(20)],
    ]);
  });
  it('have the answer of their call, and wait again only where that was a refusal', async () => {
    const { key, list } = tenant();
    for (const user of ['a', 'b', 'c']) await side.store.add(key(user), NOW);
    const [a, b, c] = await list();
    if (a && b && c) {
      await side.store.answer([a, b], ACCEPTED);
      await side.store.answer([c], REFUSED);
    }
    expect((await list()).map(({ state }) => state)).toEqual([ACCEPTED, ACCEPTED, REFUSED]);
    for (const user of ['a', 'c']) await side.store.add(key(user), later(10));
    const states = new Map((await list()).map(({ userId, state }) => [userId, state.kind]));
    expect(Object.fromEntries(states)).toEqual({ a: 'accepted', b: 'accepted', c: 'waiting' });
    await side.store.answer([], ACCEPTED);
  });
  it('are answered many at a time', async () => {
    const { key, list } = tenant();
    await Promise.all(Array.from({ length: 60 }, (_, n) => side.store.add(key(`user-${String(n)}`), NOW)));
    await side.store.answer(await list(), ACCEPTED);
    expect((await list()).filter(({ state }) => state.kind === 'accepted')).toHaveLength(60);
  });
  it('are removed by those who have fetched the answer, once or twice, and by age', async () => {
    const { key, list } = tenant();
    for (const user of ['a', 'b']) await side.store.add(key(user), NOW);
    await side.store.add(key('c'), later(10));
    await side.store.remove(key('a'));
    await side.store.remove(key('a'));
    expect((await list()).map(({ userId }) => userId).toSorted()).toEqual(['b', 'c']);
    expect((await list(later(5))).map(({ userId }) => userId)).toEqual(['c']);
    expect((await list()).map(({ userId }) => userId)).toEqual(['c']);
  });
});

describe.each([
  ['the in-memory twin', twinSide],
  ['table storage', tableSide],
])('%s: the lease of a tenant', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('is had by one at a time, until it ends or is released', async () => {
    const { store } = side;
    expect(await store.hold('t', 'one', NOW, later(15_000))).toEqual({ kind: 'held', idleMs: Infinity });
    expect(await store.hold('t', 'two', later(1000), later(16_000))).toEqual({
      kind: 'busy',
      waitMs: 14_000,
    });
    expect(await store.hold('t', 'one', later(2000), later(17_000))).toEqual({ kind: 'held' });
    await store.release('t', 'two', later(3000));
    expect(await store.hold('t', 'two', later(3000), later(18_000))).toMatchObject({ kind: 'busy' });
    await store.release('t', 'one', later(4000));
    expect(await store.hold('t', 'two', later(4500), later(19_500))).toEqual({ kind: 'held', idleMs: 500 });
    expect(await store.hold('t', 'one', later(20_000), later(35_000))).toEqual({ kind: 'held', idleMs: 500 });
    expect(await store.hold('u', 'two', NOW, later(15_000))).toMatchObject({ kind: 'held' });
  });
  it('is had by one of several who ask at the same time', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((holder) => side.store.hold('race', holder, NOW, later(15_000))),
    );
    expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });
});

it('tickets in table storage that cannot be reached are unavailable', async () => {
  const store = storeAt(
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:9/a;',
  );
  await expect(store.add({ tenantId: 't', act: 'dismiss', userId: 'u' }, NOW)).rejects.toBeInstanceOf(
    Unavailable,
  );
});
