import fc from 'fast-check';
import { lookForReturns } from '../../shared/app/look-for-returns';
import { TOLERANCE_MS } from '../../shared/core/eviction';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { SignInFailure, SignInLogName } from '../../shared/core/sign-in';
import type { Watch } from '../../shared/core/watch';
import type { EvictionEvent } from '../../shared/messages/eviction-event';
import { readEviction } from '../../shared/messages/eviction-event';
import type { TrueSignIn } from '../twins/in-memory-sign-in-log';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';
import { appOfTwins } from './app';
import { TENANT_ID } from './builders';
import { MINUTE, minute } from './watches';

const MAX_LATE_MS = 180 * MINUTE;
const BOUND_MS = 90 * MINUTE;
/** A day ends an hour after the last verdict is due: half as much again is waited for as was measured. */
const DAY_MINUTES = 60 + 90 + 1.5 * 180 + 70;

/** A user who is signed out, and may return; in minutes. */
interface SimulatedUser {
  readonly revokedAt: number;
  /** Absent: the user does not return. */
  readonly returnsAfter: number | undefined;
  readonly log: SignInLogName;
  readonly late: number;
  readonly activityLate: number;
}

/** Some hours in one tenant, in minutes. */
export interface SimulatedDay {
  readonly users: readonly SimulatedUser[];
  /** How late the entries of others are. */
  readonly othersLate: number;
  /** While these last, a log shows nothing new; all of it comes at their end, at most three hours late. */
  readonly gaps: readonly { readonly from: number; readonly lasts: number; readonly log: SignInLogName }[];
  /** While these last, queries fail. */
  readonly outages: readonly { readonly from: number; readonly lasts: number; readonly as: SignInFailure }[];
}

const log = fc.constantFrom<SignInLogName>('interactive', 'nonInteractive');
/** Even over all of the time: bias would gather users at its ends. */
const upTo = (minutes: number) => fc.noBias(fc.nat({ max: minutes * 60 })).map((seconds) => seconds / 60);
const late = fc.oneof(upTo(5), upTo(180));
const from = fc.nat({ max: DAY_MINUTES });

export function days(users: number): fc.Arbitrary<SimulatedDay> {
  return fc.record({
    users: fc.array(
      fc.record({
        revokedAt: upTo(60),
        returnsAfter: fc.option(upTo(90), { nil: undefined, freq: 2 }),
        log,
        late,
        activityLate: late,
      }),
      { minLength: users, maxLength: users },
    ),
    othersLate: late,
    gaps: fc.array(fc.record({ from, lasts: fc.nat({ max: 180 }), log }), { maxLength: 3 }),
    outages: fc.array(
      fc.record({
        from,
        lasts: fc.nat({ max: 60 }),
        as: fc.constantFrom<SignInFailure>('throttled', 'notRead', 'notPermitted'),
      }),
      { maxLength: 3 },
    ),
  });
}

/** What a day has come to. */
export interface Simulated {
  readonly users: number;
  readonly returned: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** The users who are confirmed, and have signed in between their revocation and its bound. */
  readonly falselyConfirmed: readonly string[];
  readonly withoutVerdict: readonly string[];
  readonly withSeveral: readonly string[];
  /** The longest from the entry of a return in the log to its event, in ms, where no query failed in between. */
  readonly slowest: number;
}

/** Has the app look every 30 seconds through a day, in virtual time. */
export async function simulate(day: SimulatedDay): Promise<Simulated> {
  const { dependencies, signInLog, resultsTopic, clock } = appOfTwins({
    watch: { onReturn: 'report', contain: [], latenessMs: 195 * MINUTE },
  });
  const watches = day.users.map(watchOf);
  const returns = day.users.map((user, n) => returnOf(user, n, day));
  signInLog.add(...returns.filter((one) => one !== undefined), ...othersOf(day));
  const looking = { home: dependencies, intakeQueue: inMemoryRequestQueue() };
  const toBegin = watches.toSorted((one, other) => Date.parse(other.revokedAt) - Date.parse(one.revokedAt));
  while (clock.now().getTime() < minute(DAY_MINUTES)) {
    clock.advance(30_000);
    const now = clock.now().getTime();
    for (let next = toBegin.at(-1); next && Date.parse(next.revokedAt) <= now; next = toBegin.at(-1)) {
      await dependencies.ledger.watches.begin(next);
      toBegin.pop();
    }
    signInLog.failure = day.outages.find((outage) => lasts(outage, now))?.as;
    await lookForReturns(looking);
  }
  return judged(
    day,
    returns,
    resultsTopic.published.map(({ body }) => readEviction(body)),
  );
}

function judged(
  day: SimulatedDay,
  returns: readonly (TrueSignIn | undefined)[],
  events: readonly EvictionEvent[],
): Simulated {
  const ofUsers = Map.groupBy(events, ({ data }) => data.user.id ?? '');
  const ids = day.users.map((_, n) => userId(n));
  const verdictOf = (id: string) => ofUsers.get(id)?.[0];
  const delays = returns.flatMap((one) => {
    const event = one && verdictOf(one.signIn.userId);
    return event && event.data.verdict === 'returned' ? [delayOf(one, event, day)] : [];
  });
  const verdicts = Map.groupBy(events, ({ data }) => data.verdict);
  return {
    users: ids.length,
    returned: returns.filter((one) => one !== undefined).length,
    verdicts: Object.fromEntries([...verdicts].map(([verdict, of]) => [verdict, of.length])),
    falselyConfirmed: returns.flatMap((one) =>
      one && verdictOf(one.signIn.userId)?.data.verdict === 'confirmed' ? [one.signIn.userId] : [],
    ),
    withoutVerdict: ids.filter((id) => !ofUsers.has(id)),
    withSeveral: ids.filter((id) => (ofUsers.get(id)?.length ?? 0) > 1),
    slowest: Math.max(0, ...delays),
  };
}

/** From when a source has shown it, or from the end of the last outage since then. */
function delayOf({ entersAt }: TrueSignIn, { time }: EvictionEvent, { outages }: SimulatedDay): number {
  const published = Date.parse(time);
  // A query that was denied is repeated after five minutes.
  const ends = outages
    .filter((outage) => minute(outage.from) < published)
    .map((outage) => minute(outage.from + outage.lasts + (outage.as === 'notPermitted' ? 5.5 : 0)));
  return published - Math.max(entersAt, ...ends);
}

function watchOf({ revokedAt }: SimulatedUser, n: number): Watch {
  const at = minute(revokedAt);
  return {
    outcomeId: storedId<OutcomeId>(`outcome-${String(n)}`),
    requestId: 'r',
    tenantId: TENANT_ID,
    user: { id: userId(n), reference: userId(n) },
    revokedAt: new Date(at).toISOString(),
    effectiveNoLaterThan: new Date(at + BOUND_MS).toISOString(),
  };
}

function userId(n: number): string {
  return `user-${String(n)}`;
}

/** What counts as a return: between the tolerance of the clocks and the bound. */
function returnOf(user: SimulatedUser, n: number, day: SimulatedDay): TrueSignIn | undefined {
  const { revokedAt, returnsAfter, log: name } = user;
  if (returnsAfter === undefined) return undefined;
  const revoked = Math.floor(minute(revokedAt));
  const at = Math.min(revoked + TOLERANCE_MS + 1 + Math.round(returnsAfter * MINUTE), revoked + BOUND_MS);
  return {
    signIn: { id: `s-${String(n)}`, userId: userId(n), at },
    log: name,
    entersAt: entersAt(at, user.late, name, day),
    activityAt: at + user.activityLate * MINUTE,
  };
}

/** Somebody of the tenant signs in every two minutes, in both logs. */
function othersOf(day: SimulatedDay): readonly TrueSignIn[] {
  return (['interactive', 'nonInteractive'] as const).flatMap((name) =>
    Array.from({ length: DAY_MINUTES / 2 }, (_, n) => ({
      signIn: { id: `${name}-${String(n)}`, userId: 'other', at: minute(2 * n) },
      log: name,
      entersAt: entersAt(minute(2 * n), day.othersLate, name, day),
    })),
  );
}

/** When a log shows an entry: once it is late enough, and not in a gap; never later than the log ever is. */
function entersAt(at: number, lateMinutes: number, name: SignInLogName, { gaps }: SimulatedDay): number {
  const entered = at + lateMinutes * MINUTE;
  const gap = gaps.find((one) => one.log === name && lasts(one, entered));
  const shown = gap ? minute(gap.from + gap.lasts) : entered;
  return Math.min(Math.max(entered, shown), at + MAX_LATE_MS);
}

function lasts(
  { from: begins, lasts: minutes }: { readonly from: number; readonly lasts: number },
  at: number,
) {
  return at >= minute(begins) && at < minute(begins + minutes);
}
