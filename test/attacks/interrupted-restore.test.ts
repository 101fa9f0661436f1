import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import { containmentSteps } from '../../shared/core/containment-step';
import { aMessage, copyOf } from '../support/app';
import type { ContainingApp, Thing } from '../support/contained';
import { aContainment, contain, containingApp, recordsOf, restoreAs } from '../support/contained';
import { faultyApp } from '../support/faulty-app';
import { loggedRestores } from '../support/logged-restores';
import type { Faults } from '../support/some-faults';
import { someFaults } from '../support/some-faults';
import { resultOfBytes } from '../support/app';

/** What happens on the way from a containment to its end. */
interface Story {
  readonly items: readonly Thing[];
  /** After so many notes the process that contains dies. */
  readonly notes: number;
  /** What somebody else turns on or off between the containment and the restore, and between two tries of it. */
  readonly before: readonly Turned[];
  readonly between: readonly Turned[];
  /** Faults by the number of the effect of the restore. */
  readonly faults: Faults;
}

type Turned = readonly [item: number, isOn: boolean];

const item = fc.record({
  step: fc.constantFrom(...containmentSteps),
  isOn: fc.boolean(),
  isFinal: fc.boolean(),
});
const turned: fc.Arbitrary<readonly Turned[]> = fc.array(fc.tuple(fc.nat(7), fc.boolean()), { maxLength: 3 });
const stories: fc.Arbitrary<Story> = fc.record({
  items: fc
    .array(item, { minLength: 1, maxLength: 8 })
    .map((all) => all.map((one, n) => ({ ...one, id: `item-${String(n)}` }))),
  notes: fc.oneof(fc.nat(12), fc.constant(99)),
  before: turned,
  between: turned,
  faults: someFaults({ atMost: 4, within: 12 }, 'refused', 'answerLost', 'deathBefore', 'deathAfter'),
});

/** So many deliveries end any work. */
const MAX_DELIVERIES = 60;

/** Delivers what is sent to the app, and the copies of it, until nothing is left, as a broker does. */
async function deliverAll(
  { app, log }: ReturnType<typeof loggedRestores<ContainingApp>>,
  faults: Story['faults'],
  afterDelivery: () => void,
): Promise<void> {
  const { dependencies, clock, requestQueue } = app;
  let effects = 0;
  const start = () => faultyApp(dependencies, () => faults.get(effects++));
  let process = start();
  let taken = 0;
  let waiting: readonly IncomingMessage[] = requestQueue.sent
    .filter(({ at }) => at === undefined)
    .map(({ id, body }) => aMessage(Buffer.from(body), {}, { messageId: id }));
  for (let deliveries = 0; waiting.length > 0; deliveries++) {
    if (deliveries > MAX_DELIVERIES) throw new Error('A message is delivered again and again.');
    const [next, ...others] = waiting;
    if (!next) return;
    log.push('try');
    const settled = await processMessage(process.app, next).then(
      () => true,
      () => false,
    );
    const copies = requestQueue.scheduled.slice(taken);
    taken += copies.length;
    waiting = [...others, ...(settled ? [] : [next]), ...copies.map(copyOf)];
    clock.advance(60_000);
    if (process.isDead()) process = start();
    afterDelivery();
  }
}

describe('a containment and its restore', () => {
  it('leave the directory as it was, but for what was named as final and what others have changed', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ items, notes, before, between, faults }) => {
        const side = loggedRestores(containingApp(items));
        const { app } = side;
        const { things } = app;
        const asItWas = things.state();
        const steps = containmentSteps.filter((step) => items.some((one) => one.step === step));
        let left = notes;
        await contain(app.dependencies, things.methods, aContainment({ steps }), () => left-- > 0);
        const asContained = things.state();
        app.clock.advance(1000);
        const byOthers = new Map<string, boolean>();
        const turn = (all: readonly Turned[]): void => {
          for (const [n, isOn] of all) {
            const { id } = items[n % items.length] ?? { id: '' };
            // Who takes away what is away already has changed nothing.
            if (things.state()[id] === isOn || (!isOn && asContained[id] !== asItWas[id])) continue;
            things.changeByOther(id, isOn);
            byOthers.set(id, isOn);
          }
        };
        turn(before);
        const whatIf = await restoreAs(app, 'lead', { whatIf: true });
        expect(whatIf).toMatchObject({ kind: 'done', status: 200 });
        const [named] = (await recordsOf(app)).map(({ changes }) => changes);
        const final = new Set(named?.flatMap(({ item: { id }, isFinal }) => (isFinal ? [id] : [])));
        expect(await restoreAs(app, 'lead')).toMatchObject({ status: 202 });
        let rest = [...between];
        await deliverAll(side, faults, () => {
          turn(rest.slice(0, 1));
          rest = rest.slice(1);
        });
        app.clock.advance(6 * 60_000);
        expect(await resumeDecisions(app.dependencies)).toBe(0);
        const expected = Object.fromEntries(
          items.map(({ id }) => [id, byOthers.get(id) ?? (final.has(id) ? asContained[id] : asItWas[id])]),
        );
        expect(things.state()).toEqual(expected);
        expect(await recordsOf(app)).toMatchObject([{ state: 'restored' }]);
        const published = app.resultsTopic.published.map(({ body }) => resultOfBytes(body));
        const outcomes = new Map(published.map(({ id, subject }) => [id, subject]));
        expect([...outcomes.values()]).toEqual(['restored']);
        // Within each try, nothing is enabled before the revocation.
        const tries = side.log.join(' ').split('try');
        for (const one of tries) expect(one).not.toMatch(/^[^r]*enabled/);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  });
});
