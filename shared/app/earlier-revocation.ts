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
import { intentOf, isShownByDirectory } from './interrupted-call';
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
      const none = { ...learned({ earlier: { kind: 'none' } }), lease };
      if (!lease.interrupted) return none;
      return (await doneBefore(dependencies, user, { lease, found, intent, stillValid })) ?? none;
    }
  }
}

interface Interrupted {
  readonly lease: KeptLease<EarlierRevocation>;
  readonly found: DirectoryUser;
  readonly intent: Intent;
  readonly stillValid: (earlier: EarlierRevocation) => boolean;
}

/**
 * The revocation that another request was interrupted in before it could record it. Undefined if there is none: the intent
 * of that request then gives way to that of this one.
 */
async function doneBefore(
  dependencies: Dependencies,
  user: UserWork,
  { lease, found, intent, stillValid }: Interrupted,
): Promise<Learned | Retry | undefined> {
  try {
    const revocation = await revocationFound(dependencies, user, lease.interrupted, found);
    if (revocation && stillValid(revocation)) return await recordFound(dependencies, lease, revocation);
    if (await lease.declare(intent)) return undefined;
  } catch (failure) {
    await releaseQuietly(lease);
    throw failure;
  }
  await lease.release();
  return retryAfterLease(dependencies);
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

/** Reads the user back: the look-up of this request may be older than the call of the other one. */
async function revocationFound(
  { directory, policy }: Dependencies,
  { stopwatch }: UserWork,
  interrupted: Intent | undefined,
  found: DirectoryUser,
): Promise<EarlierRevocation | undefined> {
  if (!isShownByDirectory(policy)) return undefined;
  const read = await stopwatch.time('verify', () => directory.sessionsValidFrom(found.id));
  const sessionsValidFrom = read.kind === 'read' ? read.sessionsValidFrom : found.sessionsValidFrom;
  const shown = compact({ id: found.id, sessionsValidFrom });
  if (!interrupted || !showsRevocation(interrupted, shown)) return undefined;
  const { outcomeId, receivedBy } = interrupted;
  return compact({ outcomeId, receivedBy, revokedAt: shown.sessionsValidFrom });
}
