import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';
import type { Faults } from '../support/some-faults';
import { someFaults } from '../support/some-faults';

const avery = members[0]?.id ?? '';

/** So many deliveries end any work, unless it waits for ever: a test without a timer is not ended by its time limit. */
const MAX_DELIVERIES = 50;

/**
 * Delivers messages side by side, and the copies of them that are scheduled, as a broker does: until a process has settled
 * each.
 */
async function deliver(
  messages: readonly IncomingMessage[],
  faults: Faults,
): Promise<ReturnType<typeof appOfTwins>> {
  const side = appOfTwins();
  const { dependencies, clock, requestQueue } = side;
  let effects = 0;
  const start = (): ReturnType<typeof faultyApp> => faultyApp(dependencies, () => faults.get(effects++));
  let process = start();
  let taken = 0;
  let waiting = messages;
  for (let deliveries = 0; waiting.length > 0; deliveries++) {
    if (deliveries > MAX_DELIVERIES) throw new Error('A message is delivered again and again.');
    const settled = await Promise.allSettled(waiting.map((message) => processMessage(process.app, message)));
    const failed = waiting.filter((_message, n) => settled[n]?.status === 'rejected');
    const copies = requestQueue.scheduled.slice(taken);
    taken += copies.length;
    waiting = [...failed, ...copies.map(copyOf)];
    clock.advance(60_000);
    if (process.isDead()) process = start();
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
const faults = (atMost: number, ...kinds: readonly Fault[]): fc.Arbitrary<Faults> =>
  someFaults({ atMost, within: 13 }, ...kinds);
const anyFaults = faults(4, 'refused', 'answerLost', 'answerLate', 'deathBefore', 'deathAfter');

/** Cases that have failed: of one user named twice, one try declares an intent and dies, and the other name is done. */
const declaredBefore = [11, 13, 16].map((last): [unknown, Faults] => [
  namedTwice,
  new Map([
    [1, 'refused'],
    [8, 'deathAfter'],
    [last, 'refused'],
  ]),
]);
/** Cases that have failed: one request has looked the user up before the other one revokes and cannot record it. */
const lookedUpBefore = ([5, 6, 7, 8, 9, 10] as const).flatMap((last) =>
  ([1, 3, 5] as const).map(
    (late): Faults =>
      new Map([
        [late, 'answerLate'],
        [last, 'answerLost'],
      ]),
  ),
);

describe('wherever a process dies and whatever answers are lost', () => {
  it('each revocation is made once and reported by one outcome, and each outcome has the same bytes in all copies', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, anyFaults, async (body, at) => {
        const [disturbed, undisturbed] = [
          await deliver([aMessage(body)], at),
          await deliver([aMessage(body)], new Map()),
        ];
        expect(statusesOf(disturbed)).toEqual(statusesOf(undisturbed));
        expect(disturbed.tenant.revoked.toSorted()).toEqual(undisturbed.tenant.revoked.toSorted());
        const copies = Map.groupBy(disturbed.resultsTopic.published, ({ messageId }) => messageId);
        for (const [first, ...others] of copies.values()) {
          for (const other of others) expect(other).toEqual(first);
        }
      }),
      { numRuns: 150, examples: declaredBefore },
    );
  });
  it('two requests of one alert are answered by one revocation, which one outcome reports', async () => {
    const request = { user: 'avery@contoso.com', alert: { id: 'a-1' } };
    const both = ['message-1', 'message-2'].map((messageId) => aMessage(request, {}, { messageId }));
    await fc.assert(
      fc.asyncProperty(anyFaults, async (at) => {
        const disturbed = await deliver(both, at);
        expect(statusesOf(disturbed)).toEqual(['duplicate', 'signOutPending']);
        expect(disturbed.tenant.revoked).toEqual([avery]);
      }),
      { numRuns: 150, examples: lookedUpBefore.map((at) => [at]) },
    );
  });
  it('telemetry contains each outcome, and contains it once however many answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.oneof(faults(4, 'answerLost'), faults(1, 'refused')), async (body, at) => {
        const disturbed = await deliver([aMessage(body)], at);
        expect(reportsOf(disturbed)).toEqual(statusesOf(disturbed).map(() => 1));
      }),
      { numRuns: 100 },
    );
    // A process that dies after it has reported an outcome and before it has marked it leaves a second report.
    await fc.assert(
      fc.asyncProperty(bodies, anyFaults, async (body, at) => {
        const disturbed = await deliver([aMessage(body)], at);
        expect(reportsOf(disturbed)).toHaveLength(statusesOf(disturbed).length);
      }),
      { numRuns: 100 },
    );
  });
});
