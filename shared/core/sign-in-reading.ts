import { compact } from './compact';
import type { MeasuredLateness } from './lateness';
import { withLateness } from './lateness';
import type { SignIn, SignInFailure, SignInLogName, SignInSource } from './sign-in';
import { isLasting } from './sign-in';
import type { Watch } from './watch';

/** A query for the sign-ins since a time. Times are in ms since the epoch. */
export interface Pass {
  readonly beganAt: number;
  readonly since: number;
  /** Absent: of all users. */
  readonly userIds?: readonly string[];
}

/** A pass, and the page with which it goes on; absent: the first. */
export interface OpenPass extends Pass {
  readonly next?: string;
}

/** What is known of one log of a tenant. */
export interface LogKnowledge {
  readonly lateness?: MeasuredLateness;
  /** The newest sign-in of anybody in the tenant that the log has shown. */
  readonly newest?: { readonly id: string; readonly at: number; readonly seenAt: number };
  /** The last pass that has read all of its pages. */
  readonly read?: Pass;
  /** One that has pages left. */
  readonly open?: OpenPass;
  /** The successes of watched users that passes have shown, at most some. */
  readonly shown?: readonly string[];
  /** Absent: the last query was answered. */
  readonly failure?: LogFailure;
}

/** Since when each query has failed, and when the last one did. */
export interface LogFailure {
  readonly reason: SignInFailure;
  readonly since: number;
  readonly at: number;
}

/** What is known of the last successes that the directory has of users. */
export interface ActivityKnowledge extends Pick<LogKnowledge, 'lateness' | 'failure'> {
  /** Those whom the last look has read, and has shown no return of. */
  readonly withoutReturn?: readonly string[];
}

/** What a look at users has come to. */
export interface UsersLook {
  /** The users whose last success was read. */
  readonly userIds: readonly string[];
  /** The successes of theirs that follow a watched revocation. */
  readonly shown: readonly SignIn[];
  /** Why others were not read; undefined: all were. */
  readonly failure: SignInFailure | undefined;
}

/** What is known of the sign-ins of a tenant, over all instances. */
export interface SignInKnowledge {
  readonly logs: Readonly<Record<SignInLogName, LogKnowledge>>;
  readonly activity: ActivityKnowledge;
  /** When users were last looked at, in ms since the epoch. */
  readonly lookedAt?: number;
}

export const NOTHING_KNOWN: SignInKnowledge = { logs: { interactive: {}, nonInteractive: {} }, activity: {} };

/** A filter of Microsoft Graph names at most so many users; beyond that all sign-ins of the tenant are read. */
export const MAX_NAMED = 15;
/** What was read less than this time ago, in ms, shows that an entry is new: a pause says nothing about lateness. */
const MAX_PAUSE_MS = 2 * 60_000;
/** A query that lacks a permission or a license is repeated so often, in ms. */
const DENIED_AGAIN_MS = 5 * 60_000;
/** A pass that has taken longer, in ms, begins again: it may be of a time when others were watched. */
const MAX_PASS_MS = 30 * 60_000;
const MAX_SHOWN = 200;

/** The query with which reading goes on; undefined: it was denied a short time ago. */
export function nextPass(
  { open, failure }: LogKnowledge,
  watches: readonly Watch[],
  now: number,
): OpenPass | undefined {
  if (failure && isLasting(failure.reason) && now - failure.at < DENIED_AGAIN_MS) return undefined;
  if (open && now - open.beganAt < MAX_PASS_MS) return open;
  const userIds = [...new Set(watches.map(({ user }) => user.id))];
  const since = Math.min(...watches.map(({ revokedAt }) => Date.parse(revokedAt)));
  return { beganAt: now, since, ...(userIds.length <= MAX_NAMED && { userIds }) };
}

/** Whether a pass has read the sign-ins of a user since a time. */
export function covers({ since, userIds }: Pass, userId: string, from: number): boolean {
  return since <= from && (userIds?.includes(userId) ?? true);
}

/**
 * What is known once a page was read.
 *
 * @param shown the sign-ins of the page that follow a watched revocation
 */
export function afterPage(
  log: LogKnowledge,
  pass: OpenPass,
  { shown, next }: { readonly shown: readonly SignIn[]; readonly next: string | undefined },
  now: number,
): LogKnowledge {
  const { failure: _failure, open: _open, ...before } = log;
  const { next: _next, ...read } = pass;
  const known = new Set(before.shown);
  const fresh = shown.filter(({ id }) => !known.has(id));
  const lateness = fresh.reduce((measured, signIn) => {
    return isNewTo(before.read, signIn, pass) ? withLateness(measured, now - signIn.at, now) : measured;
  }, before.lateness);
  return compact({
    ...before,
    lateness,
    shown: [...(before.shown ?? []), ...fresh.map(({ id }) => id)].slice(-MAX_SHOWN),
    ...(next === undefined ? { read } : { open: { ...read, next } }),
  });
}

/** Whether the pass before would have shown a sign-in: then its entry came after that. */
function isNewTo(before: Pass | undefined, { userId, at }: SignIn, pass: Pass): boolean {
  return before !== undefined && covers(before, userId, at) && pass.beganAt - before.beganAt <= MAX_PAUSE_MS;
}

/** What is known once the newest sign-in of the tenant was read. */
export function afterNewest(
  log: LogKnowledge,
  newest: { readonly id: string; readonly at: number } | undefined,
  now: number,
): LogKnowledge {
  const { newest: before } = log;
  if (!newest) return log;
  if (before && newest.at < before.at) return log;
  const isNew = before !== undefined && before.id !== newest.id && now - before.seenAt <= MAX_PAUSE_MS;
  const lateness = isNew ? withLateness(log.lateness, now - newest.at, now) : log.lateness;
  return compact({ ...log, lateness, newest: { ...newest, seenAt: now } });
}

/** What is known once a query has failed. A pass that is open begins again: the address of its page may be the cause. */
export function afterFailure(log: LogKnowledge, reason: SignInFailure, now: number): LogKnowledge {
  const { open: _open, ...before } = log;
  const since = before.failure?.reason === reason ? before.failure.since : now;
  return { ...before, failure: { reason, since, at: now } };
}

/**
 * What is known once users were looked at. Lateness is measured by a return that the look before, a short time ago, has not shown of
 * the same user: looks are far apart, and an outage puts them further.
 */
export function afterLook(
  { logs, activity, lookedAt }: SignInKnowledge,
  { userIds, shown, failure }: UsersLook,
  now: number,
): SignInKnowledge {
  const { withoutReturn = [], failure: failed, ...measured } = activity;
  const isRecent = lookedAt !== undefined && now - lookedAt <= MAX_PAUSE_MS;
  const before = new Set(isRecent ? withoutReturn : []);
  const lateness = shown
    .filter(({ userId }) => before.has(userId))
    .reduce((most, { at }) => withLateness(most, now - at, now), measured.lateness);
  const returned = new Set(shown.map(({ userId }) => userId));
  const read = compact({
    lateness,
    withoutReturn: userIds.filter((id) => !returned.has(id)),
    failure: userIds.length === 0 ? failed : undefined,
  });
  return { logs, activity: failure ? { ...read, ...afterFailure(read, failure, now) } : read, lookedAt: now };
}

/** How late the most was that was measured in a source. */
export function latenessIn(knowledge: SignInKnowledge, source: SignInSource): MeasuredLateness | undefined {
  return source === 'activity' ? knowledge.activity.lateness : knowledge.logs[source].lateness;
}
