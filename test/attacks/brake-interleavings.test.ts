import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableLimit } from '../../shared/adapters/ledger/table-limit';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { LimitStore, LimitUse } from '../../shared/ports/ledger';
import { Unavailable } from '../../shared/ports/unavailable';
import { entitiesInMemory } from '../support/entities-in-memory';
import { timedEntities } from '../support/timed-entities';

const WINDOW_MS = 20_000;
const START = Date.parse('2026-11-26T04:14:07.000Z');
const brake = { users: 2, windowMs: WINDOW_MS, repeats: 2 };

type Scheduler = ReturnType<typeof fc.scheduler> extends fc.Arbitrary<infer S> ? S : never;

/** What becomes of a call to the store. */
interface Fate {
  /** So long after the call before it, in ms. */
  readonly passesMs: number;
  /** The server that answers is so late, in ms. */
  readonly lateMs: number;
  /** The call takes effect, and its answer is lost; or it is repeated, as the SDK does then. */
  readonly lost: 'no' | 'thrown' | 'repeated';
}

const fates = fc.array(
  fc.record<Fate>({
    passesMs: fc.oneof(
      { weight: 9, arbitrary: fc.nat({ max: 1500 }) },
      { weight: 1, arbitrary: fc.integer({ min: WINDOW_MS - 3000, max: WINDOW_MS + 3000 }) },
    ),
    lateMs: fc.nat({ max: 1000 }),
    lost: fc.oneof(
      { weight: 8, arbitrary: fc.constant('no' as const) },
      { weight: 1, arbitrary: fc.constantFrom('thrown' as const, 'repeated' as const) },
    ),
  }),
  { minLength: 1, maxLength: 60 },
);

const INSTANCES = 3;
const CALLERS = 6;
const revocations = fc.array(
  fc.record({
    user: fc.nat({ max: 20 }),
    /** Each caller makes one revocation after the other; two of them are in one instance. */
    caller: fc.nat({ max: CALLERS - 1 }),
    /** What follows on a place: a process that dies makes the call and dates nothing again. */
    ending: fc.constantFrom('confirmed', 'confirmed', 'confirmed', 'released', 'died'),
    asksBeside: fc.boolean(),
  }),
  { minLength: 15, maxLength: 30 },
);

/** A table that instances reach in any order, and whose time passes with each call. */
function sharedTable(scheduler: Scheduler, list: readonly Fate[]) {
  const entities = entitiesInMemory();
  let [elapsedMs, lateMs, calls] = [0, 0, 0];
  const reach = <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    scheduler.scheduleFunction(async (...args: Args): Promise<Answer> => {
      const fate = list[calls++ % list.length];
      elapsedMs += fate?.passesMs ?? 0;
      lateMs = fate?.lateMs ?? 0;
      const answer = await call(...args);
      if (fate?.lost === 'thrown') throw new Unavailable('ledger', new Error('lost'));
      return fate?.lost === 'repeated' ? call(...args) : answer;
    });
  const reached = (): TableEntities =>
    timedEntities(
      {
        ...entities,
        insert: reach((...args: Parameters<TableEntities['insert']>) => entities.insert(...args)),
        replace: reach((...args: Parameters<TableEntities['replace']>) => entities.replace(...args)),
        find: reach((...args: Parameters<TableEntities['find']>) => entities.find(...args)),
      },
      () => new Date(START + elapsedMs - lateMs).toUTCString(),
    );
  return { reached, elapsedMs: () => elapsedMs };
}

it('the brake holds within any window, however instances interleave, lose answers and die', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), fates, revocations, async (scheduler, list, asked) => {
      const table = sharedTable(scheduler, list);
      const instances = Array.from({ length: INSTANCES }, () => {
        const entities = table.reached();
        return { limit: tableLimit(entities), entities };
      });
      const effects: { readonly user: number; readonly at: number }[] = [];
      const revoke = async (n: number, { user, caller, ending, asksBeside }: (typeof asked)[number]) => {
        const reached = instances[caller % INSTANCES];
        if (!reached) throw new Error('There is no such instance.');
        const use: LimitUse = {
          tenantId: 'contoso',
          userId: `user-${String(user)}`,
          receivedBy: 'queue',
          outcomeId: storedId<OutcomeId>(String(n)),
          brake,
          // The clock of each instance is wrong by hours.
          now: new Date(START + table.elapsedMs() + ((caller % INSTANCES) - 1) * 3_600_000),
        };
        await tried(reached.limit.reserve(use), async () => {
          // The call takes its time: a revocation may take effect long after its place was reserved.
          await scheduler.schedule(Promise.resolve());
          if (ending === 'released') return tried(reached.limit.release(use));
          effects.push({ user, at: table.elapsedMs() });
          if (ending === 'died') return;
          const record = asksBeside && reached.entities.find({ partition: storedId('request'), row: 'user' });
          await Promise.all([tried(reached.limit.confirm(use)), record && record.catch(() => undefined)]);
        });
      };
      const callers = Array.from({ length: CALLERS }, async (_, caller) => {
        for (const [n, one] of asked.entries()) if (one.caller === caller) await revoke(n, one);
      });
      await scheduler.waitFor(Promise.all(callers));
      for (const { at: end } of effects) {
        const within = effects.filter(({ at }) => at > end - WINDOW_MS && at <= end);
        expect(new Set(within.map(({ user }) => user)).size).toBeLessThanOrEqual(brake.users);
      }
    }),
    { numRuns: 40 },
  ));

/** Goes on if a place was reserved; a ledger that cannot be reached ends the try. */
async function tried(
  asked: ReturnType<LimitStore['reserve']> | Promise<void>,
  then: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  try {
    const answer = await asked;
    if (answer?.kind === 'reserved') await then();
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
  }
}
