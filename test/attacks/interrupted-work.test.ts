import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';

/** Faults by the number of the effect at which they occur, over all processes. */
type Faults = ReadonlyMap<number, Fault>;

/** Delivers a message, and the copies of it that are scheduled, as a broker does: until a process has settled each. */
async function deliver(body: unknown, faults: Faults): Promise<ReturnType<typeof appOfTwins>> {
  const side = appOfTwins();
  const { dependencies, clock, requestQueue } = side;
  let effects = 0;
  let { app, isDead } = faultyApp(dependencies, () => faults.get(effects++));
  const untilSettled = async (message: IncomingMessage): Promise<void> => {
    for (;;) {
      try {
        return void (await processMessage(app, message));
      } catch {
        clock.advance(60_000);
        if (isDead()) ({ app, isDead } = faultyApp(dependencies, () => faults.get(effects++)));
      }
    }
  };
  await untilSettled(aMessage(body));
  for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
    clock.advance(60_000);
    const copy = requestQueue.scheduled[copies];
    if (copy) await untilSettled(copyOf(copy));
  }
  return side;
}

/** The statuses on the topic, of each outcome once. */
function statusesOf({ resultsTopic }: ReturnType<typeof appOfTwins>): string[] {
  const byId = new Map(resultsTopic.published.map(({ messageId, subject }) => [messageId, subject]));
  return [...byId.values()].sort();
}

/** How often telemetry contains each outcome. */
function reportsOf({ telemetry }: ReturnType<typeof appOfTwins>): number[] {
  const ids = telemetry.events.flatMap((event) => (event.kind === 'outcome' ? [event.outcome.id] : []));
  return [...Map.groupBy(ids, (id) => id).values()].map((all) => all.length);
}

const namedTwice = { users: ['avery@contoso.com', avery, 'nobody@contoso.com'], alert: { id: 'a-1' } };
const bodies = fc.constantFrom<unknown>(
  { user: 'avery@contoso.com' },
  { user: 'avery@contoso.com', alert: { id: 'a-1' } },
  namedTwice,
  { users: ['blake@contoso.com', 'guest@contoso.com', 'avery@contoso.com'] },
  { user: 'avery@contoso.com', confirm: true },
  'not a request',
);
const faults = (maxLength: number, ...kinds: readonly Fault[]): fc.Arbitrary<Faults> =>
  fc
    .array(fc.tuple(fc.nat({ max: 60 }), fc.constantFrom(...kinds)), { maxLength })
    .map((entries) => new Map(entries));
const anyFaults = faults(4, 'refused', 'answerLost', 'deathBefore', 'deathAfter');

/** Cases that have failed: of one user named twice, one try declares an intent and dies, and the other name is done. */
const failedBefore: [unknown, Faults][] = (
  [
    [1, 8, 11],
    [1, 8, 13],
  ] as const
).map(([first, death, last]) => [
  namedTwice,
  new Map([
    [first, 'refused'],
    [death, 'deathAfter'],
    [last, 'refused'],
  ]),
]);

describe('wherever a process dies and whatever answers are lost', () => {
  it('each revocation is made once and reported by one outcome, and each outcome has the same bytes in all copies', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, anyFaults, async (body, at) => {
        const [disturbed, undisturbed] = [await deliver(body, at), await deliver(body, new Map())];
        expect(statusesOf(disturbed)).toEqual(statusesOf(undisturbed));
        expect(disturbed.tenant.revoked.toSorted()).toEqual(undisturbed.tenant.revoked.toSorted());
        const copies = Map.groupBy(disturbed.resultsTopic.published, ({ messageId }) => messageId);
        for (const [first, ...others] of copies.values()) {
          for (const other of others) expect(other).toEqual(first);
        }
      }),
      { numRuns: 150, examples: failedBefore },
    );
  });
  it('telemetry contains each outcome, and contains it once however many answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.oneof(faults(4, 'answerLost'), faults(1, 'refused')), async (body, at) => {
        const disturbed = await deliver(body, at);
        expect(reportsOf(disturbed)).toEqual(statusesOf(disturbed).map(() => 1));
      }),
      { numRuns: 100 },
    );
    // A process that dies after it has reported an outcome and before it has marked it leaves a second report.
    await fc.assert(
      fc.asyncProperty(bodies, anyFaults, async (body, at) => {
        const disturbed = await deliver(body, at);
        expect(reportsOf(disturbed)).toHaveLength(statusesOf(disturbed).length);
      }),
      { numRuns: 100 },
    );
  });
});
