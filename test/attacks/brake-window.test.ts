import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tableLimit } from '../../shared/adapters/ledger/table-limit';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { LimitStore, LimitUse } from '../../shared/ports/ledger';
import { entitiesInMemory } from '../support/entities-in-memory';
import { timedEntities } from '../support/timed-entities';

const WINDOW_MS = 20_000;
const START = Date.parse('2026-11-26T04:14:07.000Z');
const brake = { users: 2, windowMs: WINDOW_MS, repeats: 1 };

/** A table whose servers say the time in whole seconds, each of them up to a second late; and the true time. */
function tableOfManyServers() {
  const entities = entitiesInMemory();
  let [elapsedMs, lateMs] = [0, 0];
  const date = (): string => new Date(START + elapsedMs - lateMs).toUTCString();
  return {
    /** The entities as one instance reaches them. */
    reached: () => timedEntities(entities, date),
    /** The time that has passed, in ms. */
    elapsedMs: () => elapsedMs,
    /** Time passes, and the next answers are of a server that is so late. */
    pass: (ms: number, late: number) => ([elapsedMs, lateMs] = [elapsedMs + ms, late]),
  };
}

interface Step {
  /** Before the place is asked for, before the revocation takes effect, and before its place is dated again. */
  readonly passesMs: readonly [number, number, number];
  readonly lateMs: readonly [number, number];
  /** By which of the instances, of whose clocks one is an hour ahead and one an hour behind. */
  readonly instance: 0 | 1;
}

const steps = fc.array(
  fc.record<Step>({
    passesMs: fc.tuple(
      fc.oneof(fc.nat({ max: 1500 }), fc.integer({ min: WINDOW_MS - 2500, max: WINDOW_MS + 500 })),
      fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 6000 })),
      fc.nat({ max: 300 }),
    ),
    lateMs: fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 1000 })),
    instance: fc.constantFrom(0, 1),
  }),
  { maxLength: 30 },
);

/** What takes effect at the end of a second is counted by a late server; then one that is not late is asked. */
const worst: Step[] = [
  { passesMs: [0, 999, 0], lateMs: [0, 1000], instance: 0 },
  { passesMs: [0, 0, 0], lateMs: [0, 1000], instance: 1 },
  { passesMs: [WINDOW_MS - 900, 0, 0], lateMs: [0, 0], instance: 0 },
];

/** A call that takes longer than anything that is added to the window. */
const slow: Step[] = [
  { passesMs: [0, 5000, 0], lateMs: [0, 0], instance: 0 },
  { passesMs: [0, 0, 0], lateMs: [0, 0], instance: 1 },
  { passesMs: [WINDOW_MS - 2000, 0, 0], lateMs: [0, 0], instance: 0 },
];

/** Has each step revoke another user. Returns when the revocations took effect, in ms. */
async function revoked(list: readonly Step[]): Promise<readonly number[]> {
  const table = tableOfManyServers();
  const instances: readonly [LimitStore, LimitStore] = [
    tableLimit(table.reached()),
    tableLimit(table.reached()),
  ];
  const effects: number[] = [];
  for (const [n, { passesMs, lateMs, instance }] of list.entries()) {
    const use = (): LimitUse => ({
      tenantId: 'contoso',
      userId: `user-${String(n)}`,
      receivedBy: 'queue',
      outcomeId: storedId<OutcomeId>(String(n)),
      brake,
      now: new Date(START + table.elapsedMs() + (instance === 0 ? 3_600_000 : -3_600_000)),
    });
    table.pass(passesMs[0], lateMs[0]);
    const { kind } = await instances[instance].reserve(use());
    if (kind !== 'reserved') continue;
    table.pass(passesMs[1], lateMs[0]);
    effects.push(table.elapsedMs());
    table.pass(passesMs[2], lateMs[1]);
    await instances[instance].confirm(use());
  }
  return effects;
}

describe('the brake holds within any window', () => {
  it('by the clock of anybody, though the servers of the store differ by a second and say whole seconds', () =>
    fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const effects = await revoked(list);
        for (const end of effects) {
          const within = effects.filter((one) => one > end - WINDOW_MS && one <= end);
          expect(within.length).toBeLessThanOrEqual(brake.users);
        }
      }),
      { examples: [[worst], [slow]] },
    ));
  it('and has places again three seconds after the window at the latest', async () => {
    const at = (passesMs: number, lateMs: number): Step => ({
      passesMs: [passesMs, 0, 0],
      lateMs: [lateMs, lateMs],
      instance: 0,
    });
    for (const lateMs of [0, 1000]) {
      const effects = await revoked([at(0, 0), at(0, 0), at(WINDOW_MS + 2000 + lateMs, lateMs)]);
      expect(effects).toHaveLength(3);
    }
  });
});
