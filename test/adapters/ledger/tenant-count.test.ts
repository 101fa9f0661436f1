import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TableEntities } from '../../../shared/adapters/ledger/table-entities';
import { tableLimit } from '../../../shared/adapters/ledger/table-limit';
import type { OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import type { ReceivedBy } from '../../../shared/core/received-by';
import type { LimitUse } from '../../../shared/ports/ledger';
import { Unavailable } from '../../../shared/ports/unavailable';
import { entitiesInMemory } from '../../support/entities-in-memory';
import { timedEntities } from '../../support/timed-entities';

const MINUTE = 60_000;
const START = Date.parse('2026-11-26T04:14:07.000Z');
const brake = { users: 3, windowMs: 60 * MINUTE, repeats: 2 };

let outcomes = 0;
const use = (userId: string, changes: Partial<LimitUse> = {}): LimitUse => ({
  tenantId: 'contoso',
  userId,
  receivedBy: 'queue',
  outcomeId: storedId<OutcomeId>(String(outcomes++)),
  brake,
  now: new Date(START),
  ...changes,
});

/** A table whose calls are counted, and whose time passes. */
function aTable() {
  const entities = entitiesInMemory();
  let minutes = 0;
  const calls: string[] = [];
  const counted: TableEntities = {
    ...entities,
    insert: (key, columns) => (calls.push('insert'), entities.insert(key, columns)),
    replace: (key, version, columns) => (calls.push('replace'), entities.replace(key, version, columns)),
    find: (key) => (calls.push('find'), entities.find(key)),
  };
  return {
    /** The table as one process reaches it. */
    reached: () => timedEntities(counted, () => new Date(START + minutes * MINUTE).toUTCString()),
    pass: (more: number) => void (minutes += more),
    /** The calls since the last time. */
    calls: () => calls.splice(0),
  };
}

describe('one process alone', () => {
  it('reserves a place by one write, without a read, once it knows the state', async () => {
    const table = aTable();
    const limit = tableLimit(table.reached());
    await limit.reserve(use('user-1'));
    expect(table.calls()).toEqual(['find', 'insert']);
    await limit.reserve(use('user-2'));
    expect(table.calls()).toEqual(['replace']);
  });
  it('makes one write for all who wait', async () => {
    const table = aTable();
    const limit = tableLimit(table.reached());
    const users = Array.from({ length: 32 }, (_, n) => use(`user-${String(n % 3)}-${String(n % 2)}`));
    const [first, ...others] = users;
    if (first) await limit.reserve(first);
    table.calls();
    await Promise.all([
      ...others.map((one) => limit.reserve({ ...one, brake: { ...brake, users: 32, repeats: 32 } })),
      limit.release(use('another')),
    ]);
    expect(table.calls()).toEqual(['replace']);
  });
  it('dates a place again without a read if another call is made beside it', async () => {
    const table = aTable();
    const reached = table.reached();
    const limit = tableLimit(reached);
    const one = use('user-1');
    await limit.reserve(one);
    table.calls();
    await Promise.all([
      limit.confirm(one),
      reached.find({ partition: storedId('request-1'), row: 'user-1' }),
    ]);
    expect(table.calls()).toEqual(['find', 'replace']);
  });
  it('reads for what it dates again, and for what it refuses', async () => {
    const table = aTable();
    const limit = tableLimit(table.reached());
    const one = use('user-1');
    for (const user of [one, use('user-2'), use('user-3')]) await limit.reserve(user);
    table.calls();
    await limit.confirm(one);
    expect(table.calls()).toEqual(['find', 'replace']);
    expect(await limit.reserve(use('user-4'))).toEqual({ kind: 'full', tripped: true });
    expect(table.calls()).toEqual(['find', 'replace']);
    expect(await limit.reserve(use('user-4'))).toEqual({ kind: 'full', tripped: false });
    expect(table.calls()).toEqual(['find']);
  });
  it('refuses by the time that it is, however long it has heard none', async () => {
    const table = aTable();
    const limit = tableLimit(table.reached());
    for (const user of ['user-1', 'user-2', 'user-3']) await limit.reserve(use(user));
    table.pass(71);
    expect(await limit.reserve(use('user-4'))).toEqual({ kind: 'reserved' });
  });
  it('dates a place by the time that it is, however long it has heard none', async () => {
    const table = aTable();
    const limit = tableLimit(table.reached());
    await limit.reserve(use('user-1'));
    table.pass(60);
    // Reserved by the state of an hour ago: it counts for ten minutes longer than the window from now on.
    await limit.reserve(use('user-2', { brake: { ...brake, users: 9 } }));
    table.pass(69);
    const single = { ...brake, users: 1 };
    expect(await tableLimit(table.reached()).reserve(use('user-3', { brake: single }))).toMatchObject({
      kind: 'full',
    });
  });
});

describe('processes that compete', () => {
  it('read first, and make no write in vain', async () => {
    const table = aTable();
    const [one, other] = [tableLimit(table.reached()), tableLimit(table.reached())];
    const many = { brake: { ...brake, users: 99 } };
    await one.reserve(use('user-1', many));
    await other.reserve(use('user-2', many));
    // The state that it knows is out of date, which it learns from a write in vain: the last one.
    await one.reserve(use('user-3', many));
    table.calls();
    await other.reserve(use('user-4', many));
    await one.reserve(use('user-5', many));
    await other.reserve(use('user-6', many));
    expect(table.calls()).toEqual(['replace', 'find', 'replace', 'find', 'replace', 'find', 'replace']);
    // Alone again.
    await other.reserve(use('user-7', many));
    await other.reserve(use('user-8', many));
    expect(table.calls()).toEqual(['find', 'replace', 'replace']);
  });
  it('of which one lost the answer to its write reads before it writes again', async () => {
    const table = aTable();
    const reached = table.reached();
    let isLost = true;
    const limit = tableLimit({
      ...reached,
      insert: async (key, columns) => {
        const answer = await reached.insert(key, columns);
        if (isLost) throw new Unavailable('ledger', new Error('lost'));
        return answer;
      },
    });
    const one = use('user-1');
    await expect(limit.reserve(one)).rejects.toThrow(Unavailable);
    isLost = false;
    table.calls();
    expect(await limit.reserve(one)).toEqual({ kind: 'reserved' });
    expect(table.calls()).toEqual(['find', 'replace']);
    expect(await limit.reserve(use('user-2', { brake: { ...brake, users: 1 } }))).toMatchObject({
      kind: 'full',
    });
  });
});

it('all who wait get the answers that they would have got one by one', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          user: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          receivedBy: fc.constantFrom<ReceivedBy[]>('queue', 'webhook:siem', 'issuer:idp'),
          outcome: fc.nat({ max: 12 }),
        }),
        { maxLength: 24 },
      ),
      async (asked) => {
        const uses = asked.map(({ user, receivedBy, outcome }) =>
          use(user, { receivedBy, outcomeId: storedId<OutcomeId>(`outcome-${String(outcome)}`) }),
        );
        const together = tableLimit(aTable().reached());
        const inTurn = tableLimit(aTable().reached());
        const answers = [];
        for (const one of uses) answers.push(await inTurn.reserve(one));
        expect(await Promise.all(uses.map((one) => together.reserve(one)))).toEqual(answers);
      },
    ),
  ));
