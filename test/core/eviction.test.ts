import { describe, expect, it } from '@jest/globals';
import type { Eviction, Evidence } from '../../shared/core/eviction';
import { GRACE_MS, TOLERANCE_MS, evictionOf, isLookDue, verdictDueAt } from '../../shared/core/eviction';
import type { SignIn } from '../../shared/core/sign-in';
import type { LogKnowledge, SignInKnowledge } from '../../shared/core/sign-in-reading';
import { NOTHING_KNOWN } from '../../shared/core/sign-in-reading';
import type { Watch } from '../../shared/core/watch';
import { replacementOf } from '../../shared/core/watch';
import { AVERY_ID } from '../support/builders';
import { MINUTE, REVOKED_AT, aWatch, minute } from '../support/watches';

const watch = aWatch();
const latenessMs = 195 * MINUTE;
/** The bound, and then the lateness that policy allows. */
const DUE = minute(90 + 195);

const complete: LogKnowledge = {
  read: { beganAt: DUE, since: REVOKED_AT },
  newest: { id: 'n', at: minute(91), seenAt: DUE },
};
const known = (changes: Partial<SignInKnowledge['logs']> = {}): SignInKnowledge => ({
  logs: { interactive: complete, nonInteractive: complete, ...changes },
  activity: {},
});
const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  signIns: [],
  knowledge: known(),
  lookedAtUser: DUE,
  latenessMs,
  ...changes,
});
const success = (at: number, changes: Partial<SignIn> = {}): SignIn => ({
  id: 's',
  userId: AVERY_ID,
  at,
  seenIn: 'interactive',
  ...changes,
});
const short = (eviction: Eviction | undefined): string | undefined => {
  switch (eviction?.verdict) {
    case 'returned':
      return `returned ${eviction.session} ${eviction.signIn.id}`;
    case 'unknown':
      return `unknown ${eviction.reason}`;
    case 'confirmed':
    case undefined:
      return eviction?.verdict;
  }
};
const verdict = (changes: Partial<Evidence>, now = DUE, of: Watch = watch) =>
  short(evictionOf(of, evidence(changes), now));

describe('a user has returned', () => {
  it.each<[string, readonly SignIn[], string | undefined]>([
    ['by a new sign-in', [success(minute(5))], 'returned new s'],
    ['by a session of before', [success(minute(5), { seenIn: 'nonInteractive' })], 'returned old s'],
    ['by what only the directory shows', [success(minute(5), { seenIn: 'activity' })], 'returned unknown s'],
    ['by the first of several', [success(minute(9)), success(minute(5), { id: 'f' })], 'returned new f'],
    [
      'as a log shows it rather than the directory',
      [success(minute(5), { seenIn: 'activity' }), success(minute(5), { id: 'l' })],
      'returned new l',
    ],
    ['not by a sign-in of before', [success(minute(-1))], undefined],
    ['not within the tolerance of the clocks', [success(REVOKED_AT + TOLERANCE_MS)], undefined],
    ['just after the tolerance', [success(REVOKED_AT + TOLERANCE_MS + 1)], 'returned new s'],
  ])('%s', (_what, signIns, expected) => expect(verdict({ signIns }, minute(10))).toBe(expected));
  it('also after the bound, while there is no verdict yet', () =>
    expect(verdict({ signIns: [success(minute(200))] }, minute(201))).toBe('returned new s'));
});

describe('that a revocation held is confirmed', () => {
  it('once the lateness that policy allows has passed since its bound, and not before', () => {
    expect(verdict({}, DUE - 1)).toBeUndefined();
    expect(verdict({})).toBe('confirmed');
  });
  it('later, where more lateness than that was measured', () => {
    const lateness = { ms: 200 * MINUTE, at: DUE };
    const knowledge = { ...known(), activity: { lateness } };
    expect(verdictDueAt(watch, { knowledge, latenessMs }, DUE)).toBe(minute(90 + 300));
    expect(verdict({ knowledge })).toBeUndefined();
  });
  it.each<[string, Partial<Evidence>, string]>([
    [
      'a log was last read before that',
      { knowledge: known({ interactive: { ...complete, read: { beganAt: DUE - 1, since: REVOKED_AT } } }) },
      'unknown notRead',
    ],
    [
      'a log was read from a later time on',
      { knowledge: known({ interactive: { ...complete, read: { beganAt: DUE, since: REVOKED_AT + 1 } } }) },
      'unknown notRead',
    ],
    [
      'the log was read for others',
      {
        knowledge: known({
          interactive: { ...complete, read: { beganAt: DUE, since: REVOKED_AT, userIds: ['other'] } },
        }),
      },
      'unknown notRead',
    ],
    [
      'queries are throttled',
      {
        knowledge: known({
          nonInteractive: { newest: { id: 'n', at: minute(91), seenAt: DUE }, failure: failing('throttled') },
        }),
      },
      'unknown throttled',
    ],
    [
      'a log has shown nothing later than the bound',
      {
        knowledge: known({
          nonInteractive: { ...complete, newest: { id: 'n', at: minute(90), seenAt: DUE } },
        }),
      },
      'unknown logSilent',
    ],
  ])('not while %s, and that is the reason once nothing more is waited for', (_what, changes, reason) => {
    expect(verdict(changes, DUE + GRACE_MS - 1)).toBeUndefined();
    expect(verdict(changes, DUE + GRACE_MS)).toBe(reason);
  });
  it('not without the last success of the user from the directory', () => {
    const { lookedAtUser: _none, ...rest } = evidence();
    expect(evictionOf(watch, rest, DUE)).toBeUndefined();
    expect(short(evictionOf(watch, rest, DUE + GRACE_MS))).toBe('unknown notRead');
  });
});

function failing(reason: 'throttled' | 'notPermitted' | 'noLicense', since = 0, at = DUE) {
  return { reason, since, at };
}

describe('without a permission or a license', () => {
  const denied = (reason: 'notPermitted' | 'noLicense', since: number) => ({
    knowledge: known({ nonInteractive: { failure: failing(reason, since, minute(30)) } }),
  });
  it('nothing is waited for after the look at 30 minutes', () => {
    expect(verdict(denied('notPermitted', minute(1)), minute(30) - 1)).toBeUndefined();
    expect(verdict(denied('notPermitted', minute(1)), minute(30))).toBe('unknown notPermitted');
    expect(verdict(denied('noLicense', minute(1)), minute(30))).toBe('unknown noLicense');
  });
  it('a denial that is new may pass', () =>
    expect(verdict(denied('notPermitted', minute(16)), minute(30))).toBeUndefined());
});

describe('a later revocation of the same user', () => {
  const second = aWatch({
    outcomeId: aWatch().outcomeId.replace('4', '5') as Watch['outcomeId'],
    revokedAt: new Date(minute(10)).toISOString(),
  });
  it('ends the watch of the first, unless the user had returned in between', () => {
    expect(verdict({ replacement: second }, minute(11))).toBe('unknown replaced');
    expect(verdict({ replacement: second, signIns: [success(minute(9))] }, minute(11))).toBe(
      'returned new s',
    );
    expect(verdict({ replacement: second, signIns: [success(minute(11))] }, minute(12))).toBe(
      'unknown replaced',
    );
  });
  it('is a restoration where the user was let in again', () =>
    expect(verdict({ replacement: { ...second, isRestored: true } }, minute(11))).toBe('unknown restored'));
  it('is the next one, and of two at once one replaces the other', () => {
    const third = aWatch({ ...second, outcomeId: '9' as Watch['outcomeId'] });
    const all = [third, watch, second];
    expect(replacementOf(watch, all)).toBe(second);
    expect([second, third].map((one) => replacementOf(one, all))).toEqual([third, undefined]);
    expect(replacementOf(watch, [watch, aWatch({ ...second, user: { ...watch.user, id: 'x' } })])).toBe(
      undefined,
    );
  });
});

describe('a user is looked at', () => {
  it.each<[string, number, number, 'look' | 'verdict' | undefined]>([
    ['not before two minutes', 0, 1.9, undefined],
    ['after two minutes', 1.9, 2, 'look'],
    ['once for each look', 2, 5.9, undefined],
    ['after six minutes', 2, 6, 'look'],
    ['after 16 minutes', 6, 16, 'look'],
    ['after 30 minutes', 16, 30, 'look'],
    ['at the bound', 30, 90, 'look'],
    ['not between the bound and the verdict', 90, 284, undefined],
    ['whenever a verdict is due', 284, 285, 'verdict'],
    ['again until there is one', 285, 300, 'verdict'],
  ])('%s', (_what, lookedAt, now, expected) => {
    const knowledge = { ...NOTHING_KNOWN, lookedAt: minute(lookedAt) };
    expect(isLookDue(watch, { knowledge, latenessMs }, minute(now))).toBe(expected);
  });
});
