import { outcomeId, outcomeKey } from '../core/ids';
import type { Outcome } from '../core/outcome';
import type { UserReference } from '../core/user-reference';
import { resultMessage, summaryOf } from '../messages/result-message';
import type { OutcomeEntry } from '../ports/ledger';
import type { Answer, NotFoundYet, Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Dependencies } from './dependencies';
import { outcomeOfInterrupted } from './interrupted-call';
import type { KeptLease } from './keep-lease';
import { acquireLease, releaseQuietly } from './keep-lease';
import type { Publication } from './publish-outcome';
import { publishFirst, publishRecorded } from './publish-outcome';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';
import type { RequestWork, UserWork } from './work';

/** Why there is no outcome yet. */
type NotYet = Retry | NotFoundYet;

/** An outcome to be made: its entry in the ledger, and the work that makes it. */
export interface OutcomeWork<Later extends NotYet> extends Publication {
  /** Does the work. Called only while the lease of the entry is held. */
  readonly make: (stopwatch: Stopwatch, lease: KeptLease<OutcomeEntry>) => Promise<Outcome | Retry | Later>;
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
  const acquired = await stopwatch.time('claim', () => acquireLease(dependencies, ledger.outcomes, work.key));
  switch (acquired.kind) {
    case 'recorded':
      return publishRecorded(dependencies, work, acquired.entry);
    case 'busy':
      return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
    case 'acquired':
      return makeAndPublish(dependencies, work, acquired.lease, stopwatch);
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
  make: (user: UserWork) => Promise<Outcome | Retry | Later>,
): Promise<Answer | Later> {
  const { identity, partition, traceparent, age, confirmation } = request;
  const id = outcomeId(identity, reference, confirmation?.id);
  const answer = await publishOnce(dependencies, {
    key: outcomeKey(partition, reference, confirmation?.id),
    traceparent,
    attempts: age.attempts,
    make: async (stopwatch, lease) => {
      // Beside the work: the outcome states what is known when it is made.
      void dependencies.tokenLifetimes.refresh();
      const user = { ...request, reference, outcomeId: id, stopwatch, lease };
      // Whatever the request is to be answered with: what was done for it must be reported.
      return (await outcomeOfInterrupted(dependencies, user)) ?? make(user);
    },
  });
  if (confirmation && answer.kind === 'published')
    await dependencies.ledger.approvals.finish(confirmation.id);
  return answer;
}

async function makeAndPublish<Later extends NotYet>(
  dependencies: Dependencies,
  work: OutcomeWork<Later>,
  lease: KeptLease<OutcomeEntry>,
  stopwatch: Stopwatch,
): Promise<Answer | Later> {
  const { locale } = dependencies;
  const made = await makeOrRelease(lease, async () => {
    const outcome = await work.make(stopwatch, lease);
    if ('kind' in outcome) return outcome;
    // Part of the work: an outcome that cannot be written must not keep the lease.
    return {
      outcome,
      entry: { message: resultMessage(outcome, locale), summary: summaryOf(outcome, locale) },
    };
  });
  if ('kind' in made) {
    await lease.release();
    return made;
  }
  const { outcome, entry } = made;
  const recorded = await stopwatch.time('record', () => lease.record(entry));
  // The new holder finds the intent of this one, and publishes its own outcome.
  if (recorded.kind === 'leaseLost') return retryAfterLease(dependencies);
  if (recorded.entry !== entry) return publishRecorded(dependencies, work, recorded.entry);
  await publishFirst(dependencies, work, entry, { outcome, stopwatch });
  return { kind: 'published', outcome: entry.summary, republished: false };
}

async function makeOrRelease<T>(lease: KeptLease<OutcomeEntry>, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (failure) {
    await releaseQuietly(lease);
    throw failure;
  }
}
