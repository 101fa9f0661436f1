import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dependencies } from '../../shared/app/dependencies';
import { TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, copyOf } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';
import { untilSettled } from '../support/until-settled';
import { aChange } from '../support/switch-changes';

const FAULTS: readonly Fault[] = ['deathBefore', 'deathAfter', 'refused', 'answerLost'];
/** Tries of one message, however often its process dies. */
const MAX_TRIES = 60;
const DAY_MS = 86_400_000;

/**
 * Delivers an alert while an operator stops everything at some look at the emergency switch, has all copies end in the stop, and then
 * delivers the same alert twice more when it is over; with faults at effects of the first delivery by their numbers.
 */
async function deliver(stopAt: number, faults: ReadonlyMap<number, Fault> = new Map()) {
  const side = appWithSteps(undefined, { deduplicationWindowMs: DAY_MS, maxRequestAgeMs: DAY_MS });
  const { clock, requestQueue } = side;
  let [looks, effects, isOver] = [0, 0, false];
  const isStopped = (): boolean => ++looks >= stopAt && !isOver;
  const dependencies: Dependencies = {
    ...side.dependencies,
    emergencySwitch: {
      lastChange: () => Promise.resolve(isStopped() ? aChange('stopped') : undefined),
      mayRevoke: () => !isStopped(),
    },
  };
  const start = () => {
    const { app, isDead, effect } = faultyApp(dependencies, () =>
      isOver ? undefined : faults.get(effects++),
    );
    return { app: side.withEffect(app, effect), isDead };
  };
  const settle = untilSettled({ clock, start, maxTries: MAX_TRIES });
  const untilAllSettled = async (id: string): Promise<void> => {
    const enqueuedAt = clock.now().toISOString();
    await settle(aMessage(containedAlert({ id }), {}, { messageId: id, enqueuedAt }));
    for (let copies = 0; requestQueue.scheduled.length > 0; copies++) {
      if (copies > MAX_TRIES) throw new Error('The message is scheduled without end.');
      clock.advance(60_000);
      for (let turn = 0; turn < 600; turn++) await Promise.resolve();
      for (const copy of requestQueue.scheduled.splice(0)) await settle(copyOf(copy));
    }
  };
  await untilAllSettled('r-1');
  const looksAtFirst = looks;
  isOver = true;
  await untilAllSettled('r-2');
  const done = side.log.length;
  await untilAllSettled('r-3');
  return { ...side, looks: looksAtFirst, doneLater: side.log.slice(done) };
}

/** The same alert has left nothing to the intruder, and then changes nothing more. */
function expectContained({ taken, doneLater, outcomes }: Awaited<ReturnType<typeof deliver>>): void {
  expect(taken()).toEqual(TAKEN);
  expect(doneLater).toEqual([]);
  const statuses = Object.fromEntries(outcomes().map(({ data }) => [data.requestId, data.status]));
  expect(statuses).toMatchObject({
    'r-2': expect.stringMatching(/^(signOutPending|duplicate)$/),
    'r-3': 'duplicate',
  });
}

describe('an alert that comes again after an emergency stop', () => {
  it('has the user contained, wherever the stop came', async () => {
    let at = 0;
    let isStopped = true;
    while (isStopped) {
      const side = await deliver(++at);
      isStopped = side.looks >= at;
      try {
        expectContained(side);
      } catch (failure) {
        throw new Error(`At look ${String(at)}: ${side.log.join(', ')}`, { cause: failure });
      }
    }
    expect(at).toBeGreaterThan(10);
  });
  it('has the user contained, whatever else failed or died meanwhile', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.nat({ max: 90 }), fc.constantFrom(...FAULTS)), { maxLength: 6 }),
        async (stopAt, faults) => expectContained(await deliver(stopAt, new Map(faults))),
      ),
      { numRuns: Number(process.env['RUNS'] ?? 25) },
    ));
});
