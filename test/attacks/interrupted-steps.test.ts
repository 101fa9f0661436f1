import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { AVERY, TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, copyOf } from '../support/app';
import { approve } from '../support/conversation-with-twins';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';
import { untilSettled } from '../support/until-settled';

const DEATHS: readonly Fault[] = ['deathBefore', 'deathAfter'];
const FAULTS: readonly Fault[] = [...DEATHS, 'refused', 'answerLost'];
/** Tries of one message, however often its process dies. */
const MAX_TRIES = 40;

const AT_ONCE: readonly ContainmentStep[] = ['confirmCompromised', 'removeConsents'];
const CONFIRMED = containmentSteps.filter((step) => !AT_ONCE.includes(step));

/** What is decided on the steps that wait. */
type Decided = 'approve' | 'decline' | 'expire';

/** Delivers an alert, and then a decision on the steps that wait, as a broker does, with faults at effects by their numbers. */
async function deliver(decided: Decided, faults: ReadonlyMap<number, Fault>) {
  const rule = { mayAsk: [], when: {}, lookBackMs: 0 };
  const side = appWithSteps([], {
    containment: [
      { ...rule, steps: AT_ONCE },
      { ...rule, steps: CONFIRMED, confirmation: true },
    ],
  });
  const { clock, requestQueue, dependencies } = side;
  let effects = 0;
  let copies = 0;
  const start = () => {
    const { app, isDead, effect } = faultyApp(dependencies, () => faults.get(effects++));
    return { app: side.withEffect(app, effect), isDead };
  };
  const settle = untilSettled({ clock, start, maxTries: MAX_TRIES });
  const untilAllSettled = async (message: IncomingMessage): Promise<void> => {
    await settle(message);
    for (; copies < requestQueue.scheduled.length; copies++) {
      if (copies > MAX_TRIES) throw new Error('The message is scheduled without end.');
      clock.advance(60_000);
      for (let turn = 0; turn < 600; turn++) await Promise.resolve();
      const copy = requestQueue.scheduled[copies];
      if (copy) await settle(copyOf(copy));
    }
  };
  await untilAllSettled(aMessage(containedAlert()));
  const ofAlert = { taken: side.taken(), effects };
  const [asked = ''] = side.outcomes().flatMap(({ data }) => data.confirmation?.id ?? []);
  if (decided === 'expire') clock.advance(dependencies.policy.confirmation.expiresAfterMs);
  const decision = decided === 'approve' ? approve(asked) : { confirmation: asked, decision: decided };
  const by = decided === 'decline' ? { by: 'lead@contoso.com' } : {};
  const enqueuedAt = clock.now().toISOString();
  await untilAllSettled(aMessage({ ...decision, ...by }, {}, { messageId: 'decision', enqueuedAt }));
  const approvals = [];
  for await (const one of dependencies.ledger.approvals.pending()) approvals.push(one.id);
  return { ...side, ofAlert, effects, pending: approvals };
}

type Delivered = Awaited<ReturnType<typeof deliver>>;

const AFTER: Readonly<Record<Decided, string>> = {
  approve: 'contained',
  decline: 'declined',
  expire: 'expired',
};

/** The approval is asked for once, what needs none is done before it, and what was decided is done and reported once. */
async function expectWhole(side: Delivered, decided: Decided): Promise<void> {
  expect(side.ofAlert.taken).toEqual(['mail-app', 'risk']);
  expect(side.taken()).toEqual(decided === 'approve' ? TAKEN : ['mail-app', 'risk']);
  const changes = side.log.filter((one) => one !== 'revoke');
  expect(new Set(changes).size).toBe(changes.length);
  const statuses = side.outcomes().map(({ data }) => data.status);
  expect(statuses).toEqual(['signOutPending', 'awaitingConfirmation', AFTER[decided]]);
  for (const copies of Map.groupBy(side.resultsTopic.published, ({ messageId }) => messageId).values())
    for (const copy of copies) expect(copy.body).toEqual(copies[0]?.body);
  expect(side.pending).toEqual([]);
  const [record, ...others] = await side.containments();
  expect(others).toEqual([]);
  expect(record?.changes.map(({ item }) => item.id).toSorted()).toEqual(side.taken());
  expect(record?.changes.every(({ before }) => before?.['isThere'] === true)).toBe(true);
  if (decided !== 'approve') return;
  expect(side.outcomes()[2]?.data.methods.map(({ name, status }) => `${name} ${status}`)).toEqual([
    ...CONFIRMED.map((step) => `${step} contained`),
    'revokeAgain accepted',
  ]);
  const disabled = side.log.indexOf('- signIn sign-in');
  const again = side.log.indexOf('revoke', disabled);
  expect(again).toBeGreaterThan(disabled);
}

/** What was added is taken away after that. A write that fails may leave a change `intended`, and a step to a later try. */
async function expectInOrder(side: Delivered): Promise<void> {
  const [record] = await side.containments();
  expect(record?.changes.every(({ state }) => state === 'made')).toBe(true);
  const again = side.log.indexOf('revoke', side.log.indexOf('- signIn sign-in'));
  for (const removed of ['- authenticationMethod passkey', '- device laptop'])
    expect(side.log.indexOf(removed)).toBeGreaterThan(again);
}

async function everyEffect(decided: Decided, fault: Fault): Promise<number> {
  let last = 0;
  for (let at = 0; at === 0 || at < last; at++) {
    const side = await deliver(decided, new Map([[at, fault]]));
    last = Math.max(last, side.effects);
    try {
      await expectWhole(side, decided);
      if (decided === 'approve' && DEATHS.includes(fault)) await expectInOrder(side);
    } catch (failure) {
      throw new Error(`At effect ${String(at)}: ${side.log.join(', ')}`, { cause: failure });
    }
  }
  return last;
}

describe('steps that wait for an approval, of which any effect fails, or whose process dies at it', () => {
  it.each(FAULTS)(
    '%s: they are asked for once, and are taken and reported once when approved',
    async (fault) => {
      expect(await everyEffect('approve', fault)).toBeGreaterThan(40);
    },
  );
  it.each(FAULTS)('%s: none of them is taken when they are declined', async (fault) => {
    await everyEffect('decline', fault);
  });
  it('by any faults, again and again: the same', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Decided>('approve', 'decline', 'expire'),
        fc.array(fc.tuple(fc.nat({ max: 110 }), fc.constantFrom(...FAULTS)), { maxLength: 8 }),
        async (decided, faults) => expectWhole(await deliver(decided, new Map(faults)), decided),
      ),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    ));
  it('are of the user of the alert', async () => {
    const side = await deliver('approve', new Map());
    expect(new Set(side.outcomes().map(({ data }) => data.user?.id))).toEqual(new Set([AVERY]));
  });
});
