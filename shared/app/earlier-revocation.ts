import { compact } from '../core/compact';
import type { DirectoryUser } from '../core/directory-user';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { Intent } from '../core/intent';
import { showsRevocation } from '../core/intent';
import type { Mode } from '../core/mode';
import type { Question } from '../core/plan';
import type { Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Dependencies } from './dependencies';
import { intentOf } from './interrupted-call';
import type { KeptLease } from './keep-lease';
import { acquireLease, releaseQuietly } from './keep-lease';
import type { Learned } from './learned';
import { learned } from './learned';
import { answersUser } from './remember-revocation';
import type { UserWork } from './work';

/** A lease keeps two requests with one deduplication key from revoking at once; if one fails, the next may try. */
export async function earlierRevocation(
  dependencies: Dependencies,
  user: UserWork,
  { key, user: found }: Extract<Question, { readonly fact: 'earlier' }>,
  mode: Mode,
): Promise<Learned | Retry> {
  const { ledger, clock } = dependencies;
  const now = clock.now();
  const stillValid = answersUser(dependencies, user);
  if (mode === 'whatIf') {
    const revocation = await ledger.revocations.read(key, now);
    const isDone = revocation && stillValid(revocation);
    return learned({ earlier: isDone ? { kind: 'done', revocation } : { kind: 'none' } });
  }
  const intent = intentOf(user, found, now);
  const acquired = await acquireLease(dependencies, ledger.revocations, key, { stillValid, intent });
  switch (acquired.kind) {
    case 'recorded':
      return learned({ earlier: { kind: 'done', revocation: acquired.entry } });
    case 'busy':
      return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
    case 'acquired': {
      const { lease } = acquired;
      const revocation = revocationFound(lease.interrupted, found);
      return revocation && stillValid(revocation)
        ? recordFound(dependencies, lease, revocation)
        : keepForRevocation(dependencies, lease, intent);
    }
  }
}

async function recordFound(
  dependencies: Dependencies,
  lease: KeptLease<EarlierRevocation>,
  revocation: EarlierRevocation,
): Promise<Learned | Retry> {
  const recorded = await lease.record(revocation);
  return recorded.kind === 'recorded'
    ? learned({ earlier: { kind: 'done', revocation: recorded.entry } })
    : retryAfterLease(dependencies);
}

/** The intent of an earlier holder, which has been looked at, gives way to that of this request. */
async function keepForRevocation(
  dependencies: Dependencies,
  lease: KeptLease<EarlierRevocation>,
  intent: Intent,
): Promise<Learned | Retry> {
  try {
    if (!lease.interrupted || (await lease.declare(intent))) {
      return { ...learned({ earlier: { kind: 'none' } }), lease };
    }
  } catch (failure) {
    await releaseQuietly(lease);
    throw failure;
  }
  await lease.release();
  return retryAfterLease(dependencies);
}

/** The revocation that another request was interrupted in before it could record it, if the directory shows one. */
function revocationFound(
  interrupted: Intent | undefined,
  user: DirectoryUser,
): EarlierRevocation | undefined {
  return interrupted && showsRevocation(interrupted, user)
    ? compact({
        outcomeId: interrupted.outcomeId,
        revokedAt: user.sessionsValidFrom,
        receivedBy: interrupted.receivedBy,
      })
    : undefined;
}
