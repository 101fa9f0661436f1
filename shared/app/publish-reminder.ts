import type { ApprovalRequest } from '../core/approval';
import { reminderKey } from '../core/ids';
import { reminderMessage } from '../messages/reminder-message';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import { publishEventOnce } from './publish-event';

/**
 * Announces a request for approval once more, half-way to its end, if nobody has decided on it.
 *
 * @returns when to try again, where another process is about to publish it
 * @throws Unavailable when the ledger or the topic is
 */
export function publishReminder(
  dependencies: Dependencies,
  approval: ApprovalRequest,
): Promise<Retry | undefined> {
  const { ledger, locale } = dependencies;
  const { id, outcomeId, identity } = approval;
  return publishEventOnce(dependencies, {
    store: ledger.reminders,
    key: reminderKey(id),
    message: () => reminderMessage(approval, locale),
    event: () => ({ kind: 'reminder', tenantId: identity.tenantId, confirmation: id, outcomeId }),
  });
}
