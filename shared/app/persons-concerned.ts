import type { Person } from '../core/person';
import { isProvenSender } from '../core/received-by';
import type { Dependencies } from './dependencies';

/**
 * The users whom pending requests of proven senders would sign out. Their accounts may be compromised, so they decide on
 * nothing. Requests of others do not count here: they could keep every approver from deciding.
 *
 * @throws Unavailable when the ledger is
 */
export async function personsConcerned({
  ledger,
  clock,
}: Pick<Dependencies, 'ledger' | 'clock'>): Promise<readonly Person[]> {
  const now = clock.now();
  const concerned: Person[] = [];
  for await (const { request, user, identity, expiresAt } of ledger.approvals.pending()) {
    if (new Date(expiresAt) > now && isProvenSender(request.receivedBy)) {
      concerned.push({ tenantId: identity.tenantId, id: user.id });
    }
  }
  return concerned;
}
