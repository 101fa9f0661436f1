import type { Containment } from '../core/containment';
import type { Detail } from '../core/detail';
import { userRevocationKey } from '../core/ids';
import { newerAlert } from '../core/newer-alert';
import type { Dependencies } from './dependencies';
import { pendingRequests } from './pending-requests';

/**
 * Why a containment is not undone now: something newer about its user is open.
 *
 * @throws Unavailable when the ledger is
 */
export async function newerAlertOn(
  { ledger, clock, policy }: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  containment: Containment,
): Promise<Detail | undefined> {
  const { tenantId, user } = containment;
  const now = clock.now();
  const [all, pending, lastRevocation] = await Promise.all([
    ledger.containments.ofUser(tenantId, user.id),
    pendingRequests(ledger.approvals, now),
    ledger.userRevocations.read(userRevocationKey(tenantId, user.id), now),
  ]);
  const containments = all.map(({ containment: one }) => one);
  return newerAlert(containment, { containments, pending, lastRevocation }, policy, now);
}
