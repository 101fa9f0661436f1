import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OutcomeId } from '../../shared/core/ids';
import { limitKey, storedId } from '../../shared/core/ids';
import type { LimitStore, LimitUse } from '../../shared/ports/ledger';
import { limitColumns } from '../../shared/adapters/ledger/limit-columns';
import { placeRequest } from '../../shared/adapters/ledger/place-request';
import { tableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { LedgerSide } from './ledger-sides';
import { HOUR, ledgerSides, tableSide } from './ledger-sides';

const brake = { users: 25, windowMs: HOUR, repeats: 3 };
const users = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `user-${String(n)}`);

describe.each(ledgerSides)('%s: the limit of the brake', (_name, start) => {
  let side: LedgerSide;
  let limit: LimitStore;
  beforeAll(async () => {
    side = await start();
    ({ limit } = side.ledger);
  });
  afterAll(() => side.stop());

  const use = (tenantId: string, userId: string, changes: Partial<LimitUse> = {}): LimitUse => ({
    tenantId,
    userId,
    receivedBy: 'queue',
    outcomeId: storedId<OutcomeId>(randomUUID()),
    brake,
    now: new Date(),
    ...changes,
  });
  const fill = async (tenantId: string): Promise<void> => {
    for (const user of users(25)) await limit.reserve(use(tenantId, user));
  };

  it('reserves as many places as there are, for however many at once, and trips once', async () => {
    const tenantId = randomUUID();
    const answers = await Promise.all(users(60).map((user) => limit.reserve(use(tenantId, user))));
    expect(answers.filter(({ kind }) => kind === 'reserved')).toHaveLength(25);
    expect(answers.filter((answer) => answer.kind === 'full' && answer.tripped)).toHaveLength(1);
  });
  it('recognizes the users who have a place', async () => {
    const tenantId = randomUUID();
    await fill(tenantId);
    expect(await limit.reserve(use(tenantId.toUpperCase(), 'USER-7'))).toEqual({ kind: 'reserved' });
    expect(await limit.reserve(use(tenantId, 'another'))).toMatchObject({ kind: 'full' });
  });
  it('gives the answer of a reservation without making one', async () => {
    const tenantId = randomUUID();
    for (const user of users(40)) {
      expect(await limit.preview(use(tenantId, user))).toEqual({ kind: 'reserved' });
    }
    await fill(tenantId);
    expect(await limit.preview(use(tenantId, 'user-3'))).toEqual({ kind: 'reserved' });
    expect(await limit.preview(use(tenantId, 'another'))).toMatchObject({ kind: 'full' });
  });
  it('counts the users of the window, whatever their revocations are, and changes nothing', async () => {
    const tenantId = randomUUID();
    const counted = () => limit.count({ tenantId: tenantId.toUpperCase(), brake, now: new Date() });
    expect(await counted()).toBe(0);
    for (const user of ['a', 'b', 'a']) await limit.reserve(use(tenantId, user));
    const placed = use(tenantId, 'c');
    await limit.reserve(placed);
    expect([await counted(), await counted()]).toEqual([3, 3]);
    await limit.release(placed);
    expect(await counted()).toBe(2);
  });
  it('is one for each tenant', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await fill(one);
    expect(await limit.reserve(use(other, 'user-26'))).toEqual({ kind: 'reserved' });
  });
  it('has a place again when one is given back, and not when one is dated again', async () => {
    const tenantId = randomUUID();
    const [first, second] = [use(tenantId, 'first'), use(tenantId, 'second')];
    for (const one of [first, second]) await limit.reserve(one);
    for (const user of users(23)) await limit.reserve(use(tenantId, user));
    await limit.confirm(first);
    expect(await limit.preview(use(tenantId, 'another'))).toMatchObject({ kind: 'full' });
    await limit.release(second);
    expect(await limit.reserve(use(tenantId, 'another'))).toEqual({ kind: 'reserved' });
  });
  it('counts a revocation once, however often it is tried', async () => {
    const tenantId = randomUUID();
    const one = use(tenantId, 'user-1');
    for (let n = 0; n < 9; n++) expect(await limit.reserve(one)).toEqual({ kind: 'reserved' });
    for (let n = 0; n < 2; n++) await limit.confirm(one);
    expect(await limit.reserve(one)).toEqual({ kind: 'reserved' });
    await limit.confirm(one);
    for (let n = 0; n < 2; n++) await limit.reserve(use(tenantId, 'user-1'));
    expect(await limit.reserve(use(tenantId, 'user-1'))).toEqual({
      kind: 'repeated',
      lastAt: expect.any(Number),
    });
    expect(await limit.reserve(use(tenantId, 'user-1', { receivedBy: 'webhook:siem' }))).toEqual({
      kind: 'reserved',
    });
  });
  it('says when a revocation took effect last, and nothing while none has', async () => {
    const tenantId = randomUUID();
    for (let n = 0; n < 3; n++) await limit.reserve(use(tenantId, 'user-1'));
    expect(await limit.preview(use(tenantId, 'user-1'))).toEqual({ kind: 'repeated' });
  });
  it('counts all that others may write on the request queue as one sender', async () => {
    const tenantId = randomUUID();
    for (const receivedBy of ['queue', 'unproven', 'unproven:webhook:siem'] as const) {
      expect(await limit.reserve(use(tenantId, 'user-1', { receivedBy }))).toEqual({ kind: 'reserved' });
    }
    const forged = use(tenantId, 'user-1', { receivedBy: 'unproven:issuer:x' });
    expect(await limit.reserve(forged)).toMatchObject({ kind: 'repeated' });
  });
});

describe('table storage: the window of the brake', () => {
  it('holds 10,000 users, which other processes read', async () => {
    const side = await tableSide();
    const tenantId = randomUUID();
    const use = (userId: string): LimitUse => ({
      tenantId,
      userId,
      receivedBy: 'queue',
      outcomeId: storedId<OutcomeId>(userId),
      brake: { ...brake, users: 10_000 },
      now: new Date(),
    });
    try {
      await side.ledger.limit.reserve(use('user-0'));
      const entities = tableEntities(side.table);
      const key = limitKey(tenantId);
      const version = (await entities.find(key))?.version ?? '';
      const state = { counted: users(9999).map((user) => ({ ...placeRequest(use(user)), at: Date.now() })) };
      await entities.replace(key, version, limitColumns.write(state));
      expect(await side.ledger.limit.reserve(use('user-9999'))).toEqual({ kind: 'reserved' });
      const other = tableLedger(side.table).limit;
      expect(await other.preview(use('another'))).toMatchObject({ kind: 'full' });
      expect(await other.preview(use('user-5'))).toEqual({ kind: 'reserved' });
    } finally {
      await side.stop();
    }
  });
  it('is by the clock of the store: an instance whose clock is wrong does not move it', async () => {
    const side = await ledgerSides[1][1]();
    const { limit } = side.ledger;
    const tenantId = randomUUID();
    const at = (userId: string, hours: number): LimitUse => ({
      tenantId,
      userId,
      receivedBy: 'queue',
      outcomeId: storedId<OutcomeId>(randomUUID()),
      brake: { ...brake, users: 1 },
      now: new Date(Date.now() + hours * HOUR),
    });
    try {
      expect(await limit.reserve(at('user-1', -9))).toEqual({ kind: 'reserved' });
      for (const hours of [-9, 0, 9]) {
        expect(await limit.reserve(at('user-2', hours))).toMatchObject({ kind: 'full' });
      }
    } finally {
      await side.stop();
    }
  });
});
