import type { EarlierRevocation } from '../core/earlier-revocation';
import type { EarlierFact } from '../core/facts';
import type { UserRevocation } from '../core/user-revocation';
import type { Retry } from './answer';
import type { KeptLease } from './keep-lease';
import { releaseQuietly } from './keep-lease';

/** What became of claiming an entry under which revocations are recorded. */
export type Claim<Lease> =
  /** Nobody else revokes for this entry while the lease is held. */
  | { readonly kind: 'held'; readonly lease: Lease }
  /** The request is answered. */
  | { readonly kind: 'answered'; readonly fact: EarlierFact }
  /** There is no such entry for this request, or it does without. */
  | { readonly kind: 'none' }
  | Retry;

/** The lease of a user, which may still be acquired beside the call: no call depends on it. */
export type UserLease = Pick<KeptLease<UserRevocation>, 'record' | 'release'>;

/** The leases under which a revocation is made and recorded. */
export interface RevocationLeases {
  /** Of the deduplication key. */
  readonly alert?: KeptLease<EarlierRevocation>;
  /** Of the user. */
  readonly user?: UserLease;
}

/** Ends the leases without a revocation. */
export async function releaseLeases({ alert, user }: RevocationLeases): Promise<void> {
  await Promise.all([alert?.release(), user?.release()]);
}

/** The same after the work has failed. Never rejects. */
export async function releaseLeasesQuietly({ alert, user }: RevocationLeases): Promise<void> {
  await Promise.all([alert && releaseQuietly(alert), user && releaseQuietly(user)]);
}
