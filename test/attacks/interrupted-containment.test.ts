import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { AVERY, TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, copyOf } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';
import { untilSettled } from '../support/until-settled';

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
  const settle = untilSettled({ clock, start, maxTries: MAX_TRIES });
  await settle(aMessage(containedAlert()));
  for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
    if (copies > MAX_TRIES) throw new Error('The message is scheduled without end.');
    clock.advance(60_000);
    // What went on beside the message.
    for (let turn = 0; turn < 600; turn++) await Promise.resolve();
    const copy = requestQueue.scheduled[copies];
    if (copy) await settle(copyOf(copy));
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

describe('a containment that an earlier try has begun', () => {
  /** The app after a process has died that had disabled the account, and had not been able to revoke. */
  async function halfDone() {
    const side = appWithSteps(['disableSignIn', 'removeConsents']);
    const revoke = async (): Promise<never> => {
      for (let turn = 0; turn < 600; turn++) await Promise.resolve();
      throw new Error('The process is gone.');
    };
    const dying = faultyApp(side.dependencies, (_n, effect) =>
      effect === '- signIn sign-in' ? 'deathAfter' : undefined,
    );
    const graph = { ...dying.app.revokers.graph, revoke };
    const app = side.withEffect({ ...dying.app, revokers: { graph } }, dying.effect);
    await expect(processMessage(app, aMessage(containedAlert()))).rejects.toThrow();
    expect(side.log).toEqual(['- signIn sign-in']);
    side.clock.advance(16_000);
    return side;
  }
  const statusesOf = (side: Delivered | Awaited<ReturnType<typeof halfDone>>) =>
    side
      .outcomes()
      .map(({ data }) => [
        data.requestId,
        data.status,
        ...data.methods.map(({ name, status }) => `${name} ${status}`),
      ]);

  it('is finished with the steps of its first try, whatever policy says by then', async () => {
    const side = await halfDone();
    const { containment: _none, ...policy } = side.dependencies.policy;
    const next = { ...side.dependencies, policy };
    await processMessage(next, aMessage(containedAlert()));
    expect(statusesOf(side)).toEqual([
      [
        'r-1',
        'signOutPending',
        'graph accepted',
        'disableSignIn pending',
        'removeConsents pending',
        'revokeAgain pending',
      ],
    ]);
    const [copy] = side.requestQueue.scheduled;
    if (copy) await processMessage(next, copyOf(copy));
    expect(side.taken()).toEqual(['mail-app', 'sign-in']);
    expect(side.methodEvents().map(({ data: { method } }) => `${method.name} ${method.status}`)).toEqual([
      'disableSignIn contained',
      'revokeAgain accepted',
      'removeConsents contained',
    ]);
  });
  it('is finished and reported also where another request has revoked meanwhile', async () => {
    const side = await halfDone();
    const other = { ...containedAlert({ id: 'r-2', contain: [] }), alert: { id: 'a-2', severity: 'high' } };
    await processMessage(side.dependencies, aMessage(other, {}, { messageId: 'r-2' }));
    await processMessage(side.dependencies, aMessage(containedAlert()));
    const [, first] = statusesOf(side);
    expect(first?.slice(0, 2)).toEqual(['r-1', expect.stringMatching(/^(duplicate|signOutPending)$/)]);
    for (const copy of side.requestQueue.scheduled) await processMessage(side.dependencies, copyOf(copy));
    expect(side.taken()).toEqual(['mail-app', 'sign-in']);
  });
  it('goes no further for a user whom policy protects by then, and reports what was changed', async () => {
    const side = await halfDone();
    const { policy } = side.dependencies;
    const protects = { ...policy, protected: { ...policy.protected, users: [AVERY] } };
    await processMessage({ ...side.dependencies, policy: protects }, aMessage(containedAlert()));
    expect(statusesOf(side)).toEqual([
      ['r-1', 'protected', 'disableSignIn failed', 'removeConsents failed', 'revokeAgain failed'],
    ]);
    expect(side.outcomes()[0]?.data.methods[0]?.changed).toMatchObject([{ kind: 'signIn', id: 'sign-in' }]);
    expect(side.log).toEqual(['- signIn sign-in']);
    expect((await side.containments())[0]?.state).toBe('open');
  });
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
