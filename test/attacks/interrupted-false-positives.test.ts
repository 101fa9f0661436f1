import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import { aMessage, copyOf } from '../support/app';
import { recordsOf, restoreAs } from '../support/contained';
import type { RestoringApp } from '../support/false-positives';
import { MINUTE_MS, closeAsFalsePositive, containedFor, sweepOf } from '../support/false-positives';
import { faultyApp } from '../support/faulty-app';
import { loggedRestores } from '../support/logged-restores';
import type { Faults } from '../support/some-faults';
import { someFaults } from '../support/some-faults';

const anyFaults = someFaults({ atMost: 6, within: 12 }, 'refused', 'answerLost', 'deathBefore', 'deathAfter');

/** So many sweeps end any story. */
const SWEEPS = 14;

/** Lets sweeps come every ten minutes, one or two at once, and delivers what the app sends itself, at least once. */
async function run(
  { app, log }: ReturnType<typeof loggedRestores<RestoringApp>>,
  faults: Faults,
  { atOnce, before }: { readonly atOnce: number; readonly before: (sweep: number) => unknown },
): Promise<void> {
  const { clock, requestQueue, dependencies } = app;
  let effects = 0;
  const start = () => faultyApp(dependencies, () => faults.get(effects++));
  let process = start();
  const settled = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      () => false,
    );
  const delivered = new Set<string>();
  let waiting: readonly IncomingMessage[] = [];
  let copies = 0;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    await before(sweep);
    const sweeps = Array.from({ length: atOnce }, () => settled(sweepOf(app, process.app)));
    await Promise.all([...sweeps, settled(resumeDecisions(process.app))]);
    if (process.isDead()) process = start();
    const due = requestQueue.sent.filter(
      ({ id, at }) => !delivered.has(id) && (at === undefined || at <= clock.now()),
    );
    for (const { id } of due) delivered.add(id);
    const further = requestQueue.scheduled.slice(copies).map(copyOf);
    copies = requestQueue.scheduled.length;
    const messages = due.map(({ id, body }) => aMessage(Buffer.from(body), {}, { messageId: id }));
    const again: IncomingMessage[] = [];
    for (const message of [...waiting, ...messages, ...further]) {
      log.push('try');
      if (!(await settled(processMessage(process.app, message)))) again.push(message);
      if (process.isDead()) process = start();
    }
    waiting = again;
    clock.advance(10 * MINUTE_MS);
  }
}

const runs = { numRuns: Number(process.env['RUNS'] ?? 60) };
const restoredOnce = async ({ app, log }: ReturnType<typeof loggedRestores<RestoringApp>>): Promise<void> => {
  expect(app.things.state()).toEqual({ 'sign-in': true, passkey: false, consent: true, laptop: true });
  expect(await recordsOf(app)).toMatchObject([{ state: 'restored' }]);
  expect(new Set(app.published().map(({ id }) => id)).size).toBe(1);
  expect(app.statuses()[0]).toBe('restored');
  // Within each try, nothing is enabled before the revocation.
  for (const one of log.join(' ').split('try')) expect(one).not.toMatch(/^[^r]*enabled/);
};

describe('a confirmed false positive', () => {
  it('is restored once, whatever fails or dies at any effect, also by sweeps side by side', async () => {
    await fc.assert(
      fc.asyncProperty(anyFaults, fc.constantFrom(1, 2), async (faults, atOnce) => {
        const side = loggedRestores(await containedFor());
        closeAsFalsePositive(side.app);
        await run(side, faults, { atOnce, before: () => undefined });
        await restoredOnce(side);
      }),
      runs,
    );
  });
  it('is restored once beside a person who asks for the same at any time', async () => {
    await fc.assert(
      fc.asyncProperty(anyFaults, fc.nat(2), async (faults, asks) => {
        const side = loggedRestores(await containedFor());
        closeAsFalsePositive(side.app);
        const before = (sweep: number): unknown => sweep === asks && restoreAs(side.app, 'lead');
        await run(side, faults, { atOnce: 1, before });
        await restoredOnce(side);
      }),
      runs,
    );
  });
});

describe('an incident that is not, or not for long, a false positive', () => {
  it('restores nobody, whatever is written into it meanwhile', async () => {
    const said = fc.record({ isFalsePositive: fc.boolean(), minutes: fc.integer({ min: 0, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: SWEEPS }), anyFaults, async (all, faults) => {
        const side = loggedRestores(await containedFor());
        const { xdr, clock, things, tenant } = side.app;
        const before = (sweep: number): void => {
          const { isFalsePositive = false, minutes = 0 } = all[sweep] ?? {};
          xdr.update('29', { isFalsePositive });
          clock.advance(minutes * MINUTE_MS);
        };
        await run(side, faults, { atOnce: 1, before });
        expect(tenant.revoked).toEqual([]);
        expect(things.state()).toMatchObject({ 'sign-in': false });
        expect(side.app.published()).toEqual([]);
      }),
      runs,
    );
  });
});
