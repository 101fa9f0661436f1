import { compact } from '../core/compact';
import type { EarlierRevocation } from '../core/earlier-revocation';
import { answersRequest } from '../core/earlier-revocation';
import { deduplicationKey } from '../core/ids';
import type { Dependencies } from './dependencies';
import { acquireLease } from './keep-lease';
import type { UserWork } from './work';

/** What became of a revocation that was to be recorded under the deduplication key of its request. */
export type Remembered =
  /** It is recorded, as far as it can be: a request without an alert may have no such key. */
  | { readonly kind: 'own' }
  /** Another outcome reports a revocation that answers this request as well. */
  | { readonly kind: 'reported'; readonly revocation: EarlierRevocation }
  /** Another request with this key is being processed: it may be the one that revokes. */
  | { readonly kind: 'busy'; readonly leaseExpiresAt: Date };

/**
 * Records a revocation under the deduplication key of its request, unless a later one, or one that answers the request, is
 * recorded there or another request with this key is being processed, which then records its own.
 */
export async function rememberRevocation(
  dependencies: Pick<Dependencies, 'ledger' | 'policy' | 'clock' | 'newId'>,
  user: Pick<UserWork, 'request' | 'outcomeId' | 'age' | 'steps' | 'awaiting'>,
  userId: string,
  revokedAt: Date,
): Promise<Remembered> {
  const { ledger, policy } = dependencies;
  const key = deduplicationKey(user.request, { tenantId: policy.tenantId, userId });
  if (!key) return { kind: 'own' };
  const answers = answersUser(dependencies, user);
  const acquired = await acquireLease(dependencies, ledger.revocations, key, {
    stillValid: (earlier) => answers(earlier) || Date.parse(earlier.revokedAt) >= revokedAt.getTime(),
  });
  switch (acquired.kind) {
    case 'busy':
      return acquired;
    case 'recorded':
      return answers(acquired.entry) ? { kind: 'reported', revocation: acquired.entry } : { kind: 'own' };
    case 'acquired':
      await acquired.lease.record(revocationOf(user, revokedAt));
      return { kind: 'own' };
  }
}

/** Whether an earlier revocation with the same deduplication key answers the request of this user as well. */
export function answersUser(
  { policy, clock }: Pick<Dependencies, 'policy' | 'clock'>,
  {
    request,
    outcomeId,
    age: { enqueuedAt },
    steps,
    awaiting,
  }: Pick<UserWork, 'request' | 'outcomeId' | 'age' | 'steps' | 'awaiting'>,
): (earlier: EarlierRevocation) => boolean {
  const now = clock.now();
  return (earlier) =>
    answersRequest(earlier, request, compact({ policy, outcomeId, now, enqueuedAt, steps, awaiting }));
}

/** A revocation as the deduplication of later requests finds it. */
export function revocationOf(
  {
    request: { receivedBy },
    outcomeId,
    steps,
    awaiting,
  }: Pick<UserWork, 'request' | 'outcomeId' | 'steps' | 'awaiting'>,
  revokedAt: Date,
): EarlierRevocation {
  return compact({ outcomeId, revokedAt: revokedAt.toISOString(), receivedBy, steps, awaiting });
}
