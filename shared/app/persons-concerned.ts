import type { Person } from '../core/person';
import { isProvenSender } from '../core/received-by';
import type { Dependencies } from './dependencies';
import { pendingRequests } from './pending-requests';

/** A user whom a pending request of a proven sender names. */
export interface PersonConcerned extends Person {
  /** Of the request for approval. */
  readonly pendingId: string;
}

/**
 * The users whom pending requests of proven senders would sign out. Their accounts may be compromised, so they decide on
 * nothing. Requests of others do not count here: they could keep every approver from deciding.
 *
 * @throws Unavailable when the ledger is
 */
export async function personsConcerned({
  ledger,
  clock,
}: Pick<Dependencies, 'ledger' | 'clock'>): Promise<readonly PersonConcerned[]> {
  const pending = await pendingRequests(ledger.approvals, clock.now());
  return pending
    .filter(({ request, restore }) => !restore && isProvenSender(request.receivedBy))
    .map(({ id: pendingId, user, identity }) => ({ tenantId: identity.tenantId, id: user.id, pendingId }));
}
