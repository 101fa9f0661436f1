import type { EntryKey } from '../core/ids';
import { outcomeId, outcomeKey } from '../core/ids';
import type { Outcome } from '../core/outcome';
import type { Policy } from '../core/policy';
import { settingsInForce } from '../core/settings-in-force';
import type { UserReference } from '../core/user-reference';
import type { ReportedOutcome } from '../messages/reported-outcome';
import { reportedOutcome } from '../messages/reported-outcome';
import { resultMessage, summaryOf } from '../messages/result-message';
import type { OutcomeEntry } from '../ports/ledger';
import type { Answer, NotYet, Published, Retry } from './answer';
import { withWorkBeside } from './beside';
import type { Dependencies } from './dependencies';
import { outcomeOfInterrupted } from './interrupted-call';
import type { KeptLease } from './keep-lease';
import type { CallsUnderWay } from './other-methods';
import type { Publication } from './publish-entry';
import { publishFirst, publishRecorded } from './publish-entry';
import { noteOutcome } from './note-outcome';
import type { MethodEnding } from './report-methods';
import { reportMethods } from './report-methods';
import { recordLeased, recordOnce } from './record-once';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';
import { withUnfinishedSteps } from './unfinished-steps';
import type { RequestWork, UserWork } from './work';

/** The time that work has taken so far, and the lease of its outcome. */
export interface Begun {
  readonly stopwatch: Stopwatch;
  readonly lease: KeptLease<OutcomeEntry>;
}

/** An outcome to be made: its entry in the ledger, and the work that makes it. */
export interface OutcomeWork<Later extends NotYet> {
  readonly key: EntryKey;
  readonly traceparent: string | undefined;
  /** Earlier tries of the message, each of which ended with a scheduled copy. */
  readonly attempts: number;
  /** Work that has begun: its lease is held. Absent: it is to be acquired. */
  readonly begun?: Begun;
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
  { key, traceparent, attempts, begun, make }: OutcomeWork<Later>,
): Promise<Published | Retry | Later> {
  const { clock, ledger, locale, policy } = dependencies;
  const publication = { store: ledger.outcomes, key, traceparent, attempts };
  const { stopwatch } = begun ?? { stopwatch: startStopwatch(clock) };
  const event = (outcome: ReportedOutcome) => outcomeEvent(outcome, stopwatch, policy);
  const work = {
    ...publication,
    stopwatch,
    make: async (lease: KeptLease<OutcomeEntry>) => {
      const outcome = await make(stopwatch, lease);
      if ('kind' in outcome) return outcome;
      // Part of the work: an outcome that cannot be written must not keep the lease.
      const entry = { message: resultMessage(outcome, locale), summary: summaryOf(outcome, locale) };
      return { kind: 'made' as const, entry, outcome };
    },
  };
  const done = begun
    ? await recordLeased(dependencies, work, begun.lease)
    : await recordOnce(dependencies, work);
  switch (done.kind) {
    case 'made': {
      const { outcome, entry } = done;
      await publishFirst(dependencies, publication, entry, { event: () => event(outcome), stopwatch });
      noteOutcome(dependencies, key, { ...outcome, ...entry.summary });
      return { kind: 'published', outcome: entry.summary, republished: false };
    }
    case 'found':
      return publishFound(dependencies, publication, done.entry, event);
    case 'retry':
    case 'notFoundYet':
      return done;
  }
}

/** Publishes an outcome that an earlier try has recorded. */
async function publishFound(
  dependencies: Dependencies,
  publication: Publication<OutcomeEntry>,
  entry: OutcomeEntry,
  event: (outcome: ReportedOutcome) => ReturnType<typeof outcomeEvent>,
): Promise<Published> {
  const { message, summary } = entry;
  const outcome = reportedOutcome(message, summary);
  await publishRecorded(dependencies, publication, entry, {
    first: () => ({ ...event(outcome), durationsMs: {} }),
    again: { kind: 'republished', summary },
  });
  noteOutcome(dependencies, publication.key, { ...outcome, ...summary });
  return { kind: 'published', outcome: summary, republished: true };
}

function outcomeEvent(outcome: ReportedOutcome, stopwatch: Stopwatch, policy: Policy) {
  const inForce = settingsInForce(policy);
  return { kind: 'outcome', outcome, durationsMs: stopwatch.durationsMs(), inForce } as const;
}

/** How one user of a request is answered. */
export interface UserAnswering<Later extends NotYet> {
  readonly make: (user: UserWork) => Promise<Outcome | Retry | Later>;
  readonly begun?: Begun;
  /** How methods that are pending in the outcome end; absent: they are called until they answer. */
  readonly ending?: MethodEnding;
}

/**
 * Publishes the outcome of one user of a request once, under an id of its own, and what its methods answer later. If the
 * request waited for approval, the decision is finished with it.
 */
export async function publishUserOnce<Later extends NotYet>(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
  { make, begun, ending }: UserAnswering<Later>,
): Promise<Answer | Later> {
  const { identity, partition, traceparent, age, confirmation } = request;
  const id = outcomeId(identity, reference, confirmation?.id);
  const key = outcomeKey(partition, reference, confirmation?.id);
  const underWay: CallsUnderWay = new Map();
  const answer = await withWorkBeside((beside) =>
    publishOnce(dependencies, {
      key,
      traceparent,
      attempts: age.attempts,
      ...(begun && { begun }),
      make: async (stopwatch, lease) => {
        // Beside the work: the outcome states what is known when it is made.
        void dependencies.tokenLifetimes.refresh();
        const user = { ...request, reference, outcomeId: id, stopwatch, lease, underWay, beside };
        // Whatever the request is to be answered with: what was done for it must be reported.
        const made = (await outcomeOfInterrupted(dependencies, user)) ?? (await make(user));
        return 'kind' in made ? made : withUnfinishedSteps(dependencies, user, made);
      },
    }),
  );
  if (answer.kind !== 'published') return answer;
  const about = { request, reference, key, published: answer, underWay };
  const finish = async (reported: Published): Promise<Published> => {
    const { callMethods } = reported;
    if (callMethods) return { ...reported, callMethods: async () => finish(await callMethods()) };
    if (confirmation && !reported.retry) await dependencies.ledger.approvals.finish(confirmation.id);
    return reported;
  };
  return finish(await reportMethods(dependencies, about, ending));
}
