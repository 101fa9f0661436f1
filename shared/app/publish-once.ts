import { compact } from '../core/compact';
import type { EntryKey } from '../core/ids';
import { outcomeId, outcomeKey } from '../core/ids';
import type { Outcome } from '../core/outcome';
import type { UserReference } from '../core/user-reference';
import { resultMessage, summaryOf } from '../messages/result-message';
import type { OutcomeEntry } from '../ports/ledger';
import type { Answer, NotFoundYet, Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import { LEASE_MS, keepLease, leaseTerms, releaseQuietly } from './keep-lease';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';
import type { RequestWork, UserWork } from './work';

/** Why there is no outcome yet. */
type NotYet = Retry | NotFoundYet;

/** An outcome to be made: its entry in the ledger, and the work that makes it. */
export interface OutcomeWork<Later extends NotYet> {
  readonly key: EntryKey;
  readonly traceparent: string | undefined;
  /** Does the work. Called only while the lease of the entry is held. */
  readonly make: (stopwatch: Stopwatch) => Promise<Outcome | Later>;
}

/**
 * Acquires the lease of an outcome, makes the outcome, records it and publishes it. An outcome that is recorded already
 * is published again, byte for byte, and nothing else is done.
 *
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function publishOnce<Later extends NotYet>(
  dependencies: Dependencies,
  work: OutcomeWork<Later>,
): Promise<Answer | Later> {
  const { ledger, clock } = dependencies;
  const stopwatch = startStopwatch(clock);
  const acquired = await stopwatch.time('claim', () =>
    ledger.outcomes.acquire(work.key, leaseTerms(dependencies)),
  );
  switch (acquired.kind) {
    case 'recorded':
      return republish(dependencies, acquired.entry, work.traceparent);
    case 'busy':
      return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
    case 'acquired': {
      const lease = keepLease(ledger.outcomes, acquired.lease, clock);
      return makeAndPublish(dependencies, work, lease, stopwatch);
    }
  }
}

/**
 * Publishes the outcome of one user of a request once, under an id of its own. If the request waited for approval, the
 * decision is finished with it.
 */
export async function publishUserOnce<Later extends NotYet>(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
  make: (user: UserWork) => Promise<Outcome | Later>,
): Promise<Answer | Later> {
  const { identity, partition, traceparent, confirmation } = request;
  const id = outcomeId(identity, reference, confirmation?.id);
  const answer = await publishOnce(dependencies, {
    key: outcomeKey(partition, reference, confirmation?.id),
    traceparent,
    make: (stopwatch) => make({ ...request, reference, outcomeId: id, stopwatch }),
  });
  if (confirmation && answer.kind === 'published')
    await dependencies.ledger.approvals.finish(confirmation.id);
  return answer;
}

async function makeAndPublish<Later extends NotYet>(
  dependencies: Dependencies,
  { traceparent, make }: OutcomeWork<Later>,
  lease: KeptLease<OutcomeEntry>,
  stopwatch: Stopwatch,
): Promise<Answer | Later> {
  const { clock, locale, resultsTopic, telemetry } = dependencies;
  const made = await makeOrRelease(lease, async () => {
    const outcome = await make(stopwatch);
    if ('kind' in outcome) return outcome;
    // Part of the work: an outcome that cannot be written must not keep the lease.
    return { outcome, message: resultMessage(outcome, locale), summary: summaryOf(outcome, locale) };
  });
  if ('kind' in made) {
    await lease.release();
    return made;
  }
  const { outcome, ...entry } = made;
  const recorded = await stopwatch.time('record', () => lease.record(entry));
  if (recorded.kind === 'leaseLost') {
    // The new holder does the same work again and publishes its own outcome.
    return { kind: 'retry', at: new Date(clock.now().getTime() + LEASE_MS), reason: 'claimed' };
  }
  await stopwatch.time('publish', () => resultsTopic.publish(recorded.entry.message));
  telemetry.record(
    compact({ kind: 'outcome' as const, outcome, durationsMs: stopwatch.durationsMs(), traceparent }),
  );
  return { kind: 'published', outcome: recorded.entry.summary, republished: false };
}

async function makeOrRelease<T>(lease: KeptLease<OutcomeEntry>, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (failure) {
    await releaseQuietly(lease);
    throw failure;
  }
}

async function republish(
  { resultsTopic, telemetry }: Dependencies,
  { message, summary }: OutcomeEntry,
  traceparent: string | undefined,
): Promise<Answer> {
  await resultsTopic.publish(message);
  telemetry.record(compact({ kind: 'republished' as const, summary, traceparent }));
  return { kind: 'published', outcome: summary, republished: true };
}
