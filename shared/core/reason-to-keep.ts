import type { OutcomeSummary, Status } from './outcome';

const KEPT: ReadonlySet<Status> = new Set(['rejected', 'failed', 'expired']);

/**
 * The outcome because of which the original of a message is kept in quarantine before the message is completed;
 * undefined when every outcome was as asked. What was not carried out can be replayed.
 */
export function reasonToKeep(outcomes: readonly OutcomeSummary[]): OutcomeSummary | undefined {
  return outcomes.find(({ status }) => KEPT.has(status));
}
