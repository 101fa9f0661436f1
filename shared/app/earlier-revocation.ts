import { compact } from '../core/compact';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { EarlierFact } from '../core/facts';
import type { EntryKey } from '../core/ids';
import type { Mode } from '../core/mode';
import type { Question } from '../core/plan';
import { hasLostSteps } from './acquire-unanswered';
import type { Retry } from './answer';
import { earliest, retryAfterLease } from './answer';
import type { Claim, RevocationLeases, UserLease } from './claim';
import { releaseLeases, releaseLeasesQuietly } from './claim';
import type { AlertClaim } from './claim-alert';
import { claimAlert, doneBefore } from './claim-alert';
import { claimUser, revocationSince } from './claim-user';
import type { Dependencies } from './dependencies';
import { intentOf } from './interrupted-call';
import type { KeptLease } from './keep-lease';
import type { Learned } from './learned';
import { learned } from './learned';
import { answersUser } from './remember-revocation';
import type { UserWork } from './work';

type EarlierQuestion = Extract<Question, { readonly fact: 'earlier' }>;

/**
 * Finds the revocation that answers a request: of its alert, or of its user since it came. If there is none, its intent is
 * entered and its leases are held, so that no other request revokes for the same.
 */
export async function earlierRevocation(
  dependencies: Dependencies,
  work: UserWork,
  { key, user: found, steps, awaiting }: EarlierQuestion,
  mode: Mode,
): Promise<Learned | Retry> {
  const user = { ...work, ...compact({ steps, awaiting }) };
  if (mode === 'whatIf') return learned({ earlier: await recorded(dependencies, user, key, found.id) });
  const intent = intentOf(dependencies, user, found);
  const claims = await claimed(dependencies, user, key, { found, intent });
  try {
    return await answerOf(dependencies, user, claims, { found, intent });
  } catch (failure) {
    await releaseLeasesQuietly(leasesOf(claims));
    throw failure;
  }
}

/** What a preview reads. */
async function recorded(
  dependencies: Dependencies,
  user: UserWork,
  key: EntryKey | undefined,
  userId: string,
): Promise<EarlierFact> {
  const { ledger, clock } = dependencies;
  const [ofAlert, ofUser] = await Promise.all([
    key && ledger.revocations.read(key, clock.now()),
    revocationSince(dependencies, user, userId),
  ]);
  const answersAlert = ofAlert && answersUser(dependencies, user)(ofAlert);
  if (answersAlert && !(await hasLostSteps(dependencies, { userId, wants: user }, ofAlert)))
    return { kind: 'done', revocation: ofAlert };
  return ofUser ? { kind: 'doneSince', revocation: ofUser } : { kind: 'none' };
}

interface Claims {
  readonly isDeclared: boolean;
  readonly alert: Claim<KeptLease<EarlierRevocation>>;
  readonly user: Claim<UserLease>;
}

/** Enters the intent and claims the entries, side by side. If one of them fails, nothing stays claimed. */
async function claimed(
  dependencies: Dependencies,
  user: UserWork,
  key: EntryKey | undefined,
  about: AlertClaim,
): Promise<Claims> {
  const [declared, alert, ofUser] = await Promise.allSettled([
    user.lease.declare(about.intent),
    claimAlert(dependencies, user, key, about),
    claimUser(dependencies, user, about.found.id),
  ]);
  const failed = [declared, alert, ofUser].find((one) => one.status === 'rejected');
  const none = { kind: 'none' } as const;
  const claims = {
    isDeclared: declared.status === 'fulfilled' && declared.value,
    alert: alert.status === 'fulfilled' ? alert.value : none,
    user: ofUser.status === 'fulfilled' ? ofUser.value : none,
  };
  if (!failed) return claims;
  await releaseLeasesQuietly(leasesOf(claims));
  throw failed.reason;
}

function leasesOf({ alert, user }: Claims): RevocationLeases {
  return {
    ...(alert.kind === 'held' && { alert: alert.lease }),
    ...(user.kind === 'held' && { user: user.lease }),
  };
}

async function answerOf(
  dependencies: Dependencies,
  user: UserWork,
  claims: Claims,
  about: AlertClaim,
): Promise<Learned | Retry> {
  const leases = leasesOf(claims);
  const { alert } = leases;
  if (claims.alert.kind === 'answered') {
    await leases.user?.release();
    return learned({ earlier: claims.alert.fact });
  }
  if (claims.user.kind === 'answered') return answeredByUser(user, claims.user.fact, leases);
  const retry = claims.isDeclared
    ? earliest([claims.alert, claims.user].filter((claim) => claim.kind === 'retry'))
    : retryAfterLease(dependencies);
  if (retry) {
    await releaseLeases(leases);
    return retry;
  }
  const before = alert && (await doneBefore(dependencies, user, alert, about));
  if (!before) return { ...learned({ earlier: { kind: 'none' } }), leases };
  await leases.user?.release();
  return before.kind === 'retry' ? before : learned({ earlier: before.fact });
}

/** The revocation answers what has the same deduplication key from now on, as if it had been made for this request. */
async function answeredByUser(
  { request: { receivedBy } }: UserWork,
  fact: EarlierFact,
  { alert }: RevocationLeases,
): Promise<Learned> {
  if (fact.kind === 'doneSince' && !alert?.interrupted) {
    const { outcomeId, revokedAt, steps, awaiting } = fact.revocation;
    await alert?.record(compact({ outcomeId, revokedAt, receivedBy, steps, awaiting }));
  } else {
    await alert?.release();
  }
  return learned({ earlier: fact });
}
