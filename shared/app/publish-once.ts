import type { EntryKey } from '../core/ids';
import type { Outcome } from '../core/outcome';
import type { Policy } from '../core/policy';
import { settingsInForce } from '../core/settings-in-force';
import type { ReportedOutcome } from '../messages/reported-outcome';
import { reportedOutcome } from '../messages/reported-outcome';
import { resultMessage, summaryOf } from '../messages/result-message';
import type { OutcomeEntry } from '../ports/ledger';
import type { NotYet, Published, Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import type { Publication } from './publish-entry';
import { publishFirst, publishRecorded } from './publish-entry';
import { noteOutcome } from './note-outcome';
import { recordLeased, recordOnce } from './record-once';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';

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
