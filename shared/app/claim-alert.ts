import { compact } from '../core/compact';
import type { DirectoryUser } from '../core/directory-user';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { EntryKey } from '../core/ids';
import type { Intent } from '../core/intent';
import { showsRevocation } from '../core/intent';
import { isShownByDirectory } from '../core/revocation-method';
import { acquireUnanswered } from './acquire-unanswered';
import type { Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Claim } from './claim';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import { acquireLease } from './keep-lease';
import { answersUser } from './remember-revocation';
import type { UserWork } from './work';

/** What the entry of a deduplication key is claimed for. */
export interface AlertClaim {
  readonly found: DirectoryUser;
  readonly intent: Intent;
}

/** A lease keeps two requests with one deduplication key from revoking at once; if one fails, the next may try. */
export async function claimAlert(
  dependencies: Dependencies,
  user: UserWork,
  key: EntryKey | undefined,
  { found, intent }: AlertClaim,
): Promise<Claim<KeptLease<EarlierRevocation>>> {
  if (!key) return { kind: 'none' };
  const answers = answersUser(dependencies, user);
  const { revocations } = dependencies.ledger;
  const asking = { userId: found.id, wants: user };
  const acquired = await acquireUnanswered(dependencies, asking, (mayAnswer) => {
    const stillValid = (earlier: EarlierRevocation): boolean => mayAnswer(earlier) && answers(earlier);
    return acquireLease(dependencies, revocations, key, { stillValid, intent });
  });
  switch (acquired.kind) {
    case 'recorded':
      return { kind: 'answered', fact: { kind: 'done', revocation: acquired.entry } };
    case 'busy':
      return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
    case 'acquired':
      return { kind: 'held', lease: acquired.lease };
  }
}

/**
 * The revocation that another request was interrupted in before it could record it. Undefined if there is none: the intent
 * of that request then gives way to that of this one.
 */
export async function doneBefore(
  dependencies: Dependencies,
  user: UserWork,
  lease: KeptLease<EarlierRevocation>,
  { found, intent }: AlertClaim,
): Promise<Extract<Claim<KeptLease<EarlierRevocation>>, { readonly kind: 'answered' }> | Retry | undefined> {
  const { interrupted } = lease;
  if (!interrupted) return undefined;
  const revocation = await revocationFound(dependencies, user, interrupted, found);
  if (revocation && answersUser(dependencies, user)(revocation)) {
    const recorded = await lease.record(revocation);
    return recorded.kind === 'recorded'
      ? { kind: 'answered', fact: { kind: 'done', revocation: recorded.entry } }
      : retryAfterLease(dependencies);
  }
  if (await lease.declare(intent)) return undefined;
  await lease.release();
  return retryAfterLease(dependencies);
}

/** Reads the user back: the look-up of this request may be older than the call of the other one. */
async function revocationFound(
  { directory, policy }: Dependencies,
  { stopwatch }: UserWork,
  interrupted: Intent,
  found: DirectoryUser,
): Promise<EarlierRevocation | undefined> {
  if (!isShownByDirectory(policy.methods)) return undefined;
  const read = await stopwatch.time('verify', () => directory.sessionsValidFrom(found.id));
  const sessionsValidFrom = read.kind === 'read' ? read.sessionsValidFrom : found.sessionsValidFrom;
  const shown = compact({ id: found.id, sessionsValidFrom });
  if (!showsRevocation(interrupted, shown)) return undefined;
  const { outcomeId, receivedBy } = interrupted;
  return compact({ outcomeId, receivedBy, revokedAt: shown.sessionsValidFrom });
}
