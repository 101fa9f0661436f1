import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { signInsKey, watchKey } from '../../shared/core/watch-ids';
import type { SignInKnowledge } from '../../shared/core/sign-in-reading';
import { NOTHING_KNOWN } from '../../shared/core/sign-in-reading';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { aWatch } from '../support/watches';
import type { LedgerSide } from './ledger-sides';
import { at, HOUR, ledgerSides, tableSide } from './ledger-sides';

const idOf = (id: string): OutcomeId => storedId<OutcomeId>(id);
const known: SignInKnowledge = {
  logs: {
    interactive: {
      lateness: { ms: 60_000, at: 1 },
      newest: { id: 'n', at: 1, seenAt: 2 },
      read: { beganAt: 3, since: 1, userIds: ['u'] },
      shown: ['s'],
    },
    nonInteractive: {
      open: { beganAt: 3, since: 1, next: '?$skiptoken=9' },
      failure: { reason: 'throttled', since: 1, at: 2 },
    },
  },
  activity: { lateness: { ms: 5, at: 1 }, withoutReturn: ['u'] },
  lookedAt: 4,
};

describe.each(ledgerSides)('%s: the revocations that are watched', (_name, start) => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const watched = async () => (await side.ledger.watches.list()).watches;

  it('are none at first', async () => {
    expect(await side.ledger.watches.list()).toEqual({ watches: [], unreadable: [] });
    await side.ledger.watches.end(aWatch());
  });
  it('are stored in every tenant until they end, as they were begun first', async () => {
    const one = aWatch();
    const other = aWatch({ outcomeId: idOf('5'), tenantId: OTHER_TENANT_ID, isRestored: true });
    await side.ledger.watches.begin(one);
    await side.ledger.watches.begin({ ...one, requestId: 'again' });
    await side.ledger.watches.begin(other);
    expect(await watched()).toEqual(expect.arrayContaining([one, other]));
    expect(await watched()).toHaveLength(2);
    // No sweep ends them.
    await side.ledger.sweep(at(10_000 * HOUR));
    expect(await watched()).toHaveLength(2);
    await side.ledger.watches.end(one);
    await side.ledger.watches.end(one);
    expect(await watched()).toEqual([other]);
  });
  it('come with what is known of the sign-ins of their tenants', async () => {
    const { watches } = side.ledger;
    const nothing = await watches.readSignIns(TENANT_ID);
    expect(nothing).toEqual({ knowledge: NOTHING_KNOWN });
    await watches.writeSignIns(TENANT_ID, nothing, known);
    const stored = await watches.readSignIns(TENANT_ID);
    expect(stored.knowledge).toEqual(known);
    expect(await watches.readSignIns(OTHER_TENANT_ID)).toEqual({ knowledge: NOTHING_KNOWN });
  });
  it('keep what another process has written since it was read', async () => {
    const { watches } = side.ledger;
    const before = await watches.readSignIns(TENANT_ID);
    await watches.writeSignIns(TENANT_ID, before, { ...known, lookedAt: 5 });
    await watches.writeSignIns(TENANT_ID, before, { ...known, lookedAt: 6 });
    expect((await watches.readSignIns(TENANT_ID)).knowledge.lookedAt).toBe(5);
  });
});

describe('rows of watches in table storage that cannot be read', () => {
  let side: Awaited<ReturnType<typeof tableSide>>;
  beforeAll(async () => {
    side = await tableSide();
  });
  afterAll(() => side.stop());
  it('are named, and the others are read all the same', async () => {
    await side.ledger.watches.begin(aWatch());
    const { partition: partitionKey } = watchKey(TENANT_ID, idOf('4f2d'));
    await side.table.createEntity({ partitionKey, rowKey: 'broken', watch: '{"tenantId":7}' });
    expect(await side.ledger.watches.list()).toEqual({ watches: [aWatch()], unreadable: ['broken'] });
  });
  it('count as nothing where they are about the sign-ins of a tenant, and are replaced', async () => {
    const { partition: partitionKey, row: rowKey } = signInsKey(TENANT_ID);
    await side.table.createEntity({ partitionKey, rowKey, signIns: '{' });
    const stored = await side.ledger.watches.readSignIns(TENANT_ID);
    expect(stored.knowledge).toEqual(NOTHING_KNOWN);
    await side.ledger.watches.writeSignIns(TENANT_ID, stored, known);
    expect((await side.ledger.watches.readSignIns(TENANT_ID)).knowledge).toEqual(known);
  });
});
