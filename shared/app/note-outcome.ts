import type { EntryKey, OutcomeId } from '../core/ids';
import type { Status } from '../core/outcome';
import type { Dependencies } from './dependencies';
import { termOf } from './lease-terms';

/** What is noted of an outcome. */
interface Noted {
  readonly id: OutcomeId;
  readonly requestId: string;
  readonly status: Status;
  readonly userId?: string;
  readonly completedAt?: string;
}

/** Notes a published outcome, so that it is found by its user and by its request. Costs the path nothing. */
export function noteOutcome(
  dependencies: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  key: EntryKey,
  { completedAt, ...outcome }: Noted,
): void {
  const { tenantId } = dependencies.policy;
  const { now, expiresAt } = termOf(dependencies);
  const at = completedAt === undefined ? now : new Date(completedAt);
  const { id, requestId, status, userId } = outcome;
  const noted = { key, id, requestId, status, tenantId, userId, completedAt: at, expiresAt };
  dependencies.ledger.history.note(noted);
}
