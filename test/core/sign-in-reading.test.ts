import { describe, expect, it } from '@jest/globals';
import { allowedLateness, latenessNow, withLateness } from '../../shared/core/lateness';
import type { SignIn } from '../../shared/core/sign-in';
import type { LogKnowledge, OpenPass, SignInKnowledge, UsersLook } from '../../shared/core/sign-in-reading';
import {
  MAX_NAMED,
  NOTHING_KNOWN,
  afterFailure,
  afterLook,
  afterNewest,
  afterPage,
  nextPass,
} from '../../shared/core/sign-in-reading';
import { AVERY_ID } from '../support/builders';
import { MINUTE, REVOKED_AT, aWatch, minute } from '../support/watches';

const watches = [aWatch()];
const success = (at: number, id = 's'): SignIn => ({ id, userId: AVERY_ID, at, seenIn: 'interactive' });
const passAt = (beganAt: number): OpenPass => ({ beganAt, since: REVOKED_AT, userIds: [AVERY_ID] });
const pageAt = (log: LogKnowledge, at: number, shown: readonly SignIn[] = [], next?: string): LogKnowledge =>
  afterPage(log, passAt(at), { shown, next }, at);

describe('the next query of a log', () => {
  it('is of the watched users since the earliest revocation', () => {
    const earlier = aWatch({
      revokedAt: new Date(minute(-5)).toISOString(),
      user: { id: 'u', reference: 'u' },
    });
    expect(nextPass({}, [...watches, earlier], minute(1))).toEqual({
      beganAt: minute(1),
      since: minute(-5),
      userIds: [AVERY_ID, 'u'],
    });
  });
  it('is of the whole tenant where a filter cannot name all users', () => {
    const many = Array.from({ length: MAX_NAMED + 1 }, (_, n) =>
      aWatch({ user: { id: String(n), reference: '' } }),
    );
    expect(nextPass({}, many.slice(1), minute(1))).toHaveProperty('userIds');
    expect(nextPass({}, many, minute(1))).not.toHaveProperty('userIds');
  });
  it('goes on where a pass has pages left, for half an hour', () => {
    const open = { ...passAt(minute(1)), next: '?$skiptoken=9' };
    expect(nextPass({ open }, watches, minute(2))).toBe(open);
    expect(nextPass({ open }, watches, minute(31))).not.toHaveProperty('next');
  });
  it('is not made for five minutes where a permission is missing, and made at once after any other failure', () => {
    const denied = afterFailure({}, 'notPermitted', minute(1));
    expect(nextPass(denied, watches, minute(5.9))).toBeUndefined();
    expect(nextPass(denied, watches, minute(6))).toBeDefined();
    expect(nextPass(afterFailure({}, 'throttled', minute(1)), watches, minute(1.5))).toBeDefined();
  });
});

describe('what is known of a log', () => {
  it('says that all was read once the last page was', () => {
    const half = pageAt({}, minute(1), [], '?$skiptoken=9');
    expect(half).toMatchObject({ open: { next: '?$skiptoken=9' } });
    expect(half).not.toHaveProperty('read');
    const whole = pageAt(half, minute(1));
    expect(whole).toMatchObject({ read: passAt(minute(1)) });
    expect(whole).not.toHaveProperty('open');
  });
  it('says since when queries have failed for one reason, until one is answered', () => {
    const twice = afterFailure(afterFailure({}, 'throttled', 1), 'throttled', 2);
    expect(twice.failure).toEqual({ reason: 'throttled', since: 1, at: 2 });
    expect(afterFailure(twice, 'notRead', 3).failure).toEqual({ reason: 'notRead', since: 3, at: 3 });
    expect(pageAt(twice, minute(1))).not.toHaveProperty('failure');
  });
  it('begins a pass again whose page could not be read', () => {
    const half = pageAt({}, minute(1), [], '?$skiptoken=9');
    expect(afterFailure(half, 'notRead', minute(1))).not.toHaveProperty('open');
  });
});

describe('the lateness of a log', () => {
  it('is measured by an entry that the pass before did not show', () => {
    const before = pageAt({}, minute(10));
    expect(pageAt(before, minute(10.5), [success(minute(3))]).lateness).toEqual({
      ms: 7.5 * MINUTE,
      at: minute(10.5),
    });
  });
  it.each<[string, LogKnowledge]>([
    ['nothing was read before', {}],
    ['that was long ago', pageAt({}, minute(5))],
    ['that was of a later time', { read: { ...passAt(minute(10)), since: minute(4) } }],
    ['that was of other users', { read: { ...passAt(minute(10)), userIds: ['u'] } }],
    ['it was shown already', { ...pageAt({}, minute(10)), shown: ['s'] }],
  ])('is not measured by an entry when %s', (_what, before) =>
    expect(pageAt(before, minute(10.5), [success(minute(3))]).lateness).toBeUndefined(),
  );
  it('is measured by the newest sign-in of anybody, when it is another one', () => {
    const first = afterNewest({}, { id: 'a', at: minute(1) }, minute(3));
    expect(first.lateness).toBeUndefined();
    expect(afterNewest(first, { id: 'a', at: minute(1) }, minute(4)).lateness).toBeUndefined();
    const second = afterNewest(first, { id: 'b', at: minute(2) }, minute(4));
    expect(second).toMatchObject({ lateness: { ms: 2 * MINUTE }, newest: { id: 'b', seenAt: minute(4) } });
    expect(afterNewest(second, { id: 'a', at: minute(1) }, minute(5))).toBe(second);
    expect(afterNewest(first, { id: 'b', at: minute(2) }, minute(60)).lateness).toBeUndefined();
  });
  it('counts half after three days, and is replaced by more', () => {
    const measured = { ms: 200 * MINUTE, at: 0 };
    const inThreeDays = 3 * 24 * 60 * MINUTE;
    expect(latenessNow(measured, inThreeDays)).toBe(100 * MINUTE);
    expect(withLateness(measured, 99 * MINUTE, inThreeDays)).toBe(measured);
    expect(withLateness(measured, 101 * MINUTE, inThreeDays)).toEqual({ ms: 101 * MINUTE, at: inThreeDays });
    expect(allowedLateness(undefined, 195 * MINUTE, 0)).toBe(195 * MINUTE);
    expect(allowedLateness(measured, 195 * MINUTE, 0)).toBe(300 * MINUTE);
  });
});

describe('the lateness of the directory', () => {
  const look = (changes: Partial<UsersLook> = {}): UsersLook => ({
    userIds: [AVERY_ID],
    shown: [],
    failure: undefined,
    ...changes,
  });
  const shown = [{ ...success(minute(3)), seenIn: 'activity' as const }];
  const latenessAfter = (before: SignInKnowledge) =>
    afterLook(before, look({ shown }), minute(10.5)).activity.lateness;
  const looked = afterLook(NOTHING_KNOWN, look(), minute(10));

  it('is measured by a return that the look before did not show', () =>
    expect(latenessAfter(looked)).toEqual({ ms: 7.5 * MINUTE, at: minute(10.5) }));
  it.each<[string, SignInKnowledge]>([
    ['nobody was looked at before', NOTHING_KNOWN],
    ['that was long ago', afterLook(NOTHING_KNOWN, look(), minute(5))],
    ['that was at others', afterLook(looked, look({ userIds: ['u'] }), minute(10.2))],
    ['that failed', afterLook(looked, look({ userIds: [], failure: 'throttled' }), minute(10.2))],
    [
      'that failed at this user',
      afterLook(looked, look({ userIds: ['u'], failure: 'throttled' }), minute(10.2)),
    ],
    ['that was at nobody', afterLook(looked, look({ userIds: [] }), minute(10.2))],
    ['it was shown already', afterLook(looked, look({ shown: [success(minute(10))] }), minute(10.2))],
  ])('is not measured by a return when %s', (_what, before) =>
    expect(latenessAfter(before)?.ms ?? 0).toBeLessThan(MINUTE),
  );
  it('is kept, and so is a failure until a user is read', () => {
    const measured = afterLook(looked, look({ shown }), minute(10.5));
    const failed = afterLook(measured, look({ userIds: [], failure: 'throttled' }), minute(11));
    const { lateness } = measured.activity;
    expect(failed.activity).toEqual({
      lateness,
      withoutReturn: [],
      failure: { reason: 'throttled', since: minute(11), at: minute(11) },
    });
    const idle = afterLook(failed, look({ userIds: [] }), minute(12));
    expect(idle.activity.failure).toEqual(failed.activity.failure);
    const again = afterLook(idle, look({ userIds: [], failure: 'throttled' }), minute(13));
    expect(again.activity.failure).toEqual({ reason: 'throttled', since: minute(11), at: minute(13) });
    expect(afterLook(again, look(), minute(14)).activity).toEqual({ lateness, withoutReturn: [AVERY_ID] });
  });
});
