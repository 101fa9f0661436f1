import type { EntryKey } from '../core/ledger-key';
import type { Outcome } from '../core/outcome';
import { verdictOf } from '../core/outcome';
import type { ClaimTerms, OutcomeEntry } from '../ports/ledger';
import { resultMessage } from '../messages/result-message';
import type { Dependencies } from './dependencies';
import type { Ending, Waiting } from './ending';
import type { HeldClaim } from './hold-claim';
import { CLAIM_LEASE_MS, holdClaim } from './hold-claim';
import { termOf } from './open-request';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';

/** One outcome to be: where it is recorded, and how to come by it. */
export interface Answer {
  readonly key: EntryKey;
  readonly traceparent: string | undefined;
  /** Does what is to be done. Only called by who has the claim. */
  readonly work: (stopwatch: Stopwatch) => Promise<Outcome | Waiting>;
}

/**
 * Claims an outcome, has it made, records it, and tells it. What is on record already is told again, the very
 * bytes, and nothing else is done.
 *
 * @throws Unavailable when the ledger or the topic is; what is on record by then will be told by the next try.
 */
export async function answerOnce(dependencies: Dependencies, answer: Answer): Promise<Ending> {
  const { ledger, clock } = dependencies;
  const stopwatch = startStopwatch(clock);
  const claimed = await stopwatch.time('claim', () =>
    ledger.outcomes.claim(answer.key, claimTerms(dependencies)),
  );
  switch (claimed.kind) {
    case 'recorded':
      return republish(dependencies, claimed.entry, answer.traceparent);
    case 'held':
      return { kind: 'waiting', until: claimed.until, because: 'claimed' };
    case 'claimed':
      return make(dependencies, answer, holdClaim(ledger.outcomes, claimed.claim, clock), stopwatch);
  }
}

/** What a claim made now asks for. */
export function claimTerms(
  dependencies: Pick<Dependencies, 'clock' | 'policy' | 'newId'>,
): Omit<ClaimTerms<unknown>, 'stands'> {
  const term = termOf(dependencies);
  return { ...term, holder: dependencies.newId(), until: new Date(term.now.getTime() + CLAIM_LEASE_MS) };
}

async function make(
  dependencies: Dependencies,
  { traceparent, work }: Answer,
  claim: HeldClaim<OutcomeEntry>,
  stopwatch: Stopwatch,
): Promise<Ending> {
  const made = await orRelease(claim, () => work(stopwatch));
  if ('kind' in made) {
    await claim.release();
    return made;
  }
  const entry = { message: resultMessage(made, dependencies.locale), verdict: verdictOf(made) };
  const recorded = await stopwatch.time('record', () => claim.record(entry));
  if (recorded.kind === 'lost') {
    // Whoever took the claim over will tell its own outcome; ours is the same work done twice.
    const until = new Date(dependencies.clock.now().getTime() + CLAIM_LEASE_MS);
    return { kind: 'waiting', until, because: 'claimed' };
  }
  await stopwatch.time('publish', () => dependencies.results.publish(recorded.entry.message));
  dependencies.telemetry.record({
    kind: 'outcome',
    outcome: made,
    durationsMs: stopwatch.durationsMs(),
    ...(traceparent !== undefined && { traceparent }),
  });
  return { kind: 'ended', verdict: recorded.entry.verdict, republished: false };
}

/** Lets go of a claim when its work fails, so that the next try need not wait for it to lapse. */
export async function orRelease<T>(
  claim: { readonly release: () => Promise<void> },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    try {
      await claim.release();
    } catch {
      // It lapses by itself; the failure of the work is what is to be told.
    }
    throw failure;
  }
}

async function republish(
  { results, telemetry }: Dependencies,
  { message, verdict }: OutcomeEntry,
  traceparent: string | undefined,
): Promise<Ending> {
  await results.publish(message);
  telemetry.record({ kind: 'republished', verdict, ...(traceparent !== undefined && { traceparent }) });
  return { kind: 'ended', verdict, republished: true };
}
