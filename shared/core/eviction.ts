import { allowedLateness } from './lateness';
import type { SignIn, SignInFailure } from './sign-in';
import { isLasting, signInLogs } from './sign-in';
import type { LogFailure, LogKnowledge, SignInKnowledge } from './sign-in-reading';
import { covers, latenessIn } from './sign-in-reading';
import type { Watch } from './watch';

const MINUTE_MS = 60_000;
/** When a user is looked at after the revocation, in ms; then at its bound, and when a verdict is due. */
const LOOKS_AFTER_MS = [2, 6, 16, 30].map((minutes) => minutes * MINUTE_MS);
/** The clocks of the app and of Microsoft Entra ID differ by at most so much, in ms, and the logs have whole seconds. */
export const TOLERANCE_MS = 15_000;
/** A log that is not complete when a verdict is due may become so for this long, in ms. */
export const GRACE_MS = 60 * MINUTE_MS;
/** A permission that has been missing for so long, in ms, is missing. */
const LASTS_AFTER_MS = 15 * MINUTE_MS;

/** The verdicts on a revocation: a closed set. */
export const evictionVerdicts = ['returned', 'confirmed', 'unknown'] as const;

/** Whether the user has signed in again, or a session of before went on. `unknown`: only the time is known. */
export const returnedSessions = ['old', 'new', 'unknown'] as const;

export type ReturnedSession = (typeof returnedSessions)[number];

/** Why there is no answer: a closed set. */
export const unknownReasons = [
  'notPermitted',
  'noLicense',
  'throttled',
  'notRead',
  /** A log has shown nothing later than the bound, of anybody in the tenant. */
  'logSilent',
  /** The user was signed out once more; that revocation has a verdict of its own. */
  'replaced',
  /** The user was let in again. */
  'restored',
  /** The tenant is connected no longer. */
  'notConnected',
] as const;

export type UnknownReason = (typeof unknownReasons)[number];

/** Whether a revocation held. There is one for each, and it is final. */
export type Eviction =
  | { readonly verdict: 'returned'; readonly session: ReturnedSession; readonly signIn: SignIn }
  /** Nobody has signed in as the user between the revocation and its bound. */
  | { readonly verdict: 'confirmed' }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason };

/** What a verdict is based on. */
export interface Evidence {
  /** The successes of the user that are known, in any order. */
  readonly signIns: readonly SignIn[];
  readonly knowledge: SignInKnowledge;
  /** When the last success of the user was read from the directory, in ms since the epoch; absent: not now. */
  readonly lookedAtUser?: number;
  /** The next revocation of the user, or the one that has restored them. */
  readonly replacement?: Watch | undefined;
  /** By policy. */
  readonly latenessMs: number;
}

/** The verdict on a revocation; undefined: it is too early for one. */
export function evictionOf(watch: Watch, evidence: Evidence, now: number): Eviction | undefined {
  const { replacement } = evidence;
  const returned = returnOf(watch, evidence);
  if (returned) return returned;
  if (replacement) return { verdict: 'unknown', reason: replacement.isRestored ? 'restored' : 'replaced' };
  const dueAt = verdictDueAt(watch, evidence, now);
  if (now < dueAt) return denialOf(watch, evidence, now);
  const missing = missingOf(watch, evidence, dueAt);
  if (missing === undefined) return { verdict: 'confirmed' };
  return now < dueAt + GRACE_MS ? undefined : { verdict: 'unknown', reason: missing };
}

/** Whether a sign-in follows a revocation, in ms since the epoch. */
export function follows({ at }: Pick<SignIn, 'at'>, { revokedAt }: Pick<Watch, 'revokedAt'>): boolean {
  return at > Date.parse(revokedAt) + TOLERANCE_MS;
}

/** The first success after the revocation, and before the next one. */
function returnOf(watch: Watch, { signIns, replacement }: Evidence): Eviction | undefined {
  const until = replacement ? Date.parse(replacement.revokedAt) : Infinity;
  const after = signIns.filter((signIn) => follows(signIn, watch) && signIn.at <= until);
  // Of one sign-in that several sources show, a log says more.
  const rank = ({ at, seenIn }: SignIn) => at + (seenIn === 'activity' ? 1 : 0);
  const [first] = after.toSorted((one, other) => rank(one) - rank(other));
  return first && { verdict: 'returned', session: sessionOf(first), signIn: first };
}

/** A refresh needs no person, and only a session can be refreshed. No sign-in came before the first one. */
function sessionOf({ seenIn }: SignIn): ReturnedSession {
  switch (seenIn) {
    case 'interactive':
      return 'new';
    case 'nonInteractive':
      return 'old';
    case 'activity':
      return 'unknown';
  }
}

/** When the absence of a success proves something: the bound, and as late as an entry of any source may be. */
export function verdictDueAt(
  { effectiveNoLaterThan }: Watch,
  { knowledge, latenessMs }: Pick<Evidence, 'knowledge' | 'latenessMs'>,
  now: number,
): number {
  const allowed = [...signInLogs, 'activity' as const].map((source) =>
    allowedLateness(latenessIn(knowledge, source), latenessMs, now),
  );
  return Date.parse(effectiveNoLaterThan) + Math.max(...allowed);
}

/** Nothing has to be waited for where a permission or a license is missing, and has been for a while. */
function denialOf({ revokedAt }: Watch, { knowledge }: Evidence, now: number): Eviction | undefined {
  if (now < Date.parse(revokedAt) + Math.max(...LOOKS_AFTER_MS)) return undefined;
  const failures = signInLogs.map((name) => knowledge.logs[name].failure);
  const lasting = failures.find((failure) => failure && hasLasted(failure));
  return lasting && { verdict: 'unknown', reason: lasting.reason };
}

function hasLasted({ reason, since, at }: LogFailure): boolean {
  return isLasting(reason) && at - since >= LASTS_AFTER_MS;
}

/** Why a success can be missing in what was read; undefined: it cannot. */
function missingOf(watch: Watch, evidence: Evidence, dueAt: number): UnknownReason | undefined {
  const { logs, activity } = evidence.knowledge;
  const ofLogs = signInLogs.map((name) => missingInLog(watch, logs[name], dueAt));
  const ofActivity = evidence.lookedAtUser === undefined ? failureOf(activity) : undefined;
  return [...ofLogs, ofActivity].find((reason) => reason !== undefined);
}

/** A log is complete once all of it was read after the verdict was due, and it has shown something later than the bound. */
function missingInLog(
  { user, revokedAt, effectiveNoLaterThan }: Watch,
  log: LogKnowledge,
  dueAt: number,
): UnknownReason | undefined {
  const { read, newest } = log;
  const isRead = read !== undefined && read.beganAt >= dueAt && covers(read, user.id, Date.parse(revokedAt));
  if (!isRead) return failureOf(log);
  const isBehind = newest === undefined || newest.at <= Date.parse(effectiveNoLaterThan);
  return isBehind ? 'logSilent' : undefined;
}

function failureOf({ failure }: Pick<LogKnowledge, 'failure'>): SignInFailure {
  return failure?.reason ?? 'notRead';
}

/** Whether a user is to be looked at: a look has fallen due since the last one, or a verdict is due. */
export function isLookDue(
  watch: Watch,
  { knowledge, latenessMs }: Pick<Evidence, 'knowledge' | 'latenessMs'>,
  now: number,
): 'verdict' | 'look' | undefined {
  if (now >= verdictDueAt(watch, { knowledge, latenessMs }, now)) return 'verdict';
  const { lookedAt = 0 } = knowledge;
  const revokedAt = Date.parse(watch.revokedAt);
  const looks = [...LOOKS_AFTER_MS.map((ms) => revokedAt + ms), Date.parse(watch.effectiveNoLaterThan)];
  return looks.some((at) => at > lookedAt && at <= now) ? 'look' : undefined;
}
