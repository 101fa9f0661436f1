import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, copyOf } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const DEATHS: readonly Fault[] = ['deathBefore', 'deathAfter'];
const FAILURES: readonly Fault[] = ['refused', 'answerLost'];
/** Tries of one message, however often its process dies. */
const MAX_TRIES = 40;

/** Delivers an alert and its copies as a broker does, with faults at effects, by their numbers. */
async function deliver(
  faults: ReadonlyMap<number, Fault>,
  steps: readonly ContainmentStep[] = containmentSteps,
) {
  const side = appWithSteps(steps);
  const { clock, requestQueue } = side;
  let effects = 0;
  const start = () => {
    const { app, isDead, effect } = faultyApp(side.dependencies, () => faults.get(effects++));
    return { app: side.withEffect(app, effect), isDead };
  };
  let { app, isDead } = start();
  const untilSettled = async (message: IncomingMessage): Promise<void> => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      try {
        return void (await processMessage(app, message));
      } catch {
        clock.advance(60_000);
        if (isDead()) ({ app, isDead } = start());
      }
    }
    throw new Error('The message was never settled.');
  };
  await untilSettled(aMessage(containedAlert()));
  for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
    if (copies > MAX_TRIES) throw new Error('The message is scheduled without end.');
    clock.advance(60_000);
    // What went on beside the message.
    for (let turn = 0; turn < 600; turn++) await Promise.resolve();
    const copy = requestQueue.scheduled[copies];
    if (copy) await untilSettled(copyOf(copy));
  }
  return { ...side, effects };
}

type Delivered = Awaited<ReturnType<typeof deliver>>;

/** What is reported of each method and step in the end, by the outcome or by an event of its own. */
function reportedBy(side: Delivered): ReadonlyMap<string, readonly string[]> {
  const ofOutcomes = side.outcomes().flatMap(({ data }) => data.methods);
  const ofEvents = side.methodEvents().map(({ data }) => data.method);
  const final = [...ofOutcomes.filter(({ status }) => status !== 'pending'), ...ofEvents];
  return new Map(
    [...Map.groupBy(final, ({ name }) => name)].map(([name, all]) => [name, all.map(({ status }) => status)]),
  );
}

/** No step is lost, none that takes something away is done twice, and every one is reported once. */
async function expectWhole(side: Delivered): Promise<void> {
  expect(side.taken()).toEqual(TAKEN);
  const taken = side.log.filter((one) => one !== 'revoke');
  expect(new Set(taken).size).toBe(taken.length);
  expect(side.outcomes()).toHaveLength(1);
  for (const copies of Map.groupBy(side.resultsTopic.published, ({ messageId }) => messageId).values())
    for (const copy of copies) expect(copy.body).toEqual(copies[0]?.body);
  const reported = reportedBy(side);
  for (const step of containmentSteps) expect([step, reported.get(step)]).toEqual([step, ['contained']]);
  expect(reported.get('revokeAgain')).toEqual(['accepted']);
  expect(reported.get('graph')).toEqual(['accepted']);
  const [record, ...others] = await side.containments();
  expect(others).toEqual([]);
  expect(record?.changes.map(({ item }) => item.id).toSorted()).toEqual(TAKEN);
  expect(record?.changes.every(({ before }) => before?.['isThere'] === true)).toBe(true);
}

/** The sessions are revoked after sign-in was disabled. */
function expectRevokedAgain({ log }: Delivered): void {
  expect(log.lastIndexOf('revoke')).toBeGreaterThan(log.indexOf('- signIn sign-in'));
}

/** What was added is taken away after that. */
function expectInOrder({ log }: Delivered): void {
  const disabled = log.indexOf('- signIn sign-in');
  const again = log.indexOf('revoke', disabled);
  expect(again).toBeGreaterThan(disabled);
  for (const removed of ['- consent mail-app', '- authenticationMethod passkey', '- device laptop'])
    expect(log.indexOf(removed)).toBeGreaterThan(again);
}

async function everyEffect(fault: Fault, check: (side: Delivered) => Promise<void> | void): Promise<number> {
  let last = 0;
  for (let at = 0; at === 0 || at < last; at++) {
    const side = await deliver(new Map([[at, fault]]));
    last = Math.max(last, side.effects);
    try {
      await check(side);
    } catch (failure) {
      throw new Error(`At effect ${String(at)}: ${side.log.join(', ')}`, { cause: failure });
    }
  }
  return last;
}

describe('a containment whose process dies at any effect', () => {
  it.each(DEATHS)(
    '%s: no step is lost, none is done twice, every one is reported, all in order',
    async (fault) => {
      const effects = await everyEffect(fault, async (side) => {
        await expectWhole(side);
        expectInOrder(side);
        const [record] = await side.containments();
        expect(record?.changes.every(({ state }) => state === 'made')).toBe(true);
      });
      expect(effects).toBeGreaterThan(30);
    },
  );
  it('again and again: the same', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 90 }), fc.constantFrom(...DEATHS)), { minLength: 2, maxLength: 6 }),
        async (deaths) => {
          const side = await deliver(new Map(deaths));
          await expectWhole(side);
          expectInOrder(side);
        },
      ),
      { numRuns: 40 },
    ));
});

describe('a containment of which any effect fails', () => {
  it.each(FAILURES)('%s: no step is lost, none is done twice, every one is reported', async (fault) => {
    await everyEffect(fault, async (side) => {
      await expectWhole(side);
      expectRevokedAgain(side);
    });
  });
  it('by any faults, again and again: the same', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 90 }), fc.constantFrom(...DEATHS, ...FAILURES)), { maxLength: 8 }),
        async (faults) => {
          const side = await deliver(new Map(faults));
          await expectWhole(side);
          expectRevokedAgain(side);
        },
      ),
      { numRuns: 40 },
    ));
});
