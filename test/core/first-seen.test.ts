import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstSeenOf, removedSince } from '../../shared/core/first-seen';
import { nextStep } from '../../shared/core/next-step';
import { requestAbout } from '../../shared/core/request';
import type { Alert } from '../../shared/core/request';
import { referenceKey } from '../../shared/core/user-reference';
import { NOW, aRequest } from '../support/builders';
import { expectEqual } from '../support/equal';
import { facts, policies, requests } from '../support/generators';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();

describe('the activity of an alert was first seen', () => {
  it.each<[string, Alert, string | undefined]>([
    ['when the alert was raised, where it says nothing else', { createdAt: ago(HOUR) }, ago(HOUR)],
    ['at the time that it states', { createdAt: ago(HOUR), firstSeenAt: ago(DAY) }, ago(DAY)],
    ['at that time also where it was raised at none', { firstSeenAt: ago(DAY) }, ago(DAY)],
    [
      'when it was raised, where it states a later time',
      { createdAt: ago(DAY), firstSeenAt: ago(0) },
      ago(DAY),
    ],
    [
      'when it was raised, where the other cannot be read',
      { createdAt: ago(DAY), firstSeenAt: 'x' },
      ago(DAY),
    ],
    ['at no time, where none can be read', { createdAt: 'x', firstSeenAt: '' }, undefined],
    ['at no time, where it states none', {}, undefined],
  ])('%s', (_when, alert, at) => {
    const seen = firstSeenOf(alert);
    expect(seen === undefined ? undefined : new Date(seen).toISOString()).toBe(at);
  });
});

describe('what was added is removed', () => {
  const since = (alert: Alert | undefined, plan: object = {}) =>
    removedSince(alert ? { alert } : {}, { lookBackMs: 0, ...plan }, NOW);
  const early = { createdAt: ago(HOUR), firstSeenAt: ago(3 * DAY) };

  it.each<[string, Alert, object, string]>([
    ['since the activity was first seen', early, {}, ago(3 * DAY)],
    ['since so long before as policy looks back', early, { lookBackMs: HOUR }, ago(3 * DAY + HOUR)],
    ['since the alert where policy trusts nobody', early, { firstSeenWithinMs: 0 }, ago(HOUR)],
    ['since as far as policy trusts the sender', early, { firstSeenWithinMs: DAY }, ago(HOUR + DAY)],
    ['since the time that is stated within that', early, { firstSeenWithinMs: 9 * DAY }, ago(3 * DAY)],
    [
      'no longer than that before the request, without a time of the alert',
      { firstSeenAt: ago(3 * DAY) },
      { firstSeenWithinMs: DAY },
      ago(DAY),
    ],
    [
      'since a month before the request at most',
      { ...early, firstSeenAt: '1970-01-01T00:00:00Z' },
      {},
      ago(30 * DAY),
    ],
    [
      'since a month at most where the alert is old',
      { createdAt: ago(29 * DAY), firstSeenAt: ago(40 * DAY) },
      {},
      ago(30 * DAY),
    ],
  ])('%s', (_when, alert, plan, at) => expect(since(alert, plan)).toBe(at));
  it('never where no time can be read', () => {
    expect(since(undefined)).toBeUndefined();
    expect(since({ firstSeenAt: 'yesterday' })).toBeUndefined();
  });

  const times = fc
    .integer({ min: -60 * 24, max: 24 })
    .map((hours) => new Date(NOW.getTime() + hours * HOUR).toISOString());
  const alerts = fc.record(
    {
      createdAt: times,
      firstSeenAt: fc.oneof(times, fc.constantFrom('1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z')),
    },
    { requiredKeys: [] },
  );
  const plans = fc.record(
    { lookBackMs: fc.nat({ max: 30 * DAY }), firstSeenWithinMs: fc.nat({ max: 30 * DAY }) },
    { requiredKeys: ['lookBackMs'] },
  );
  it('never from before the bounds, whatever an alert states, and never later than without that', () =>
    fc.assert(
      fc.property(alerts, plans, (alert, plan) => {
        const at = removedSince({ alert }, plan, NOW);
        const { createdAt, firstSeenAt } = alert;
        expectEqual(at === undefined, createdAt === undefined && firstSeenAt === undefined);
        if (at === undefined) return;
        const withoutLookBack = Date.parse(at) + plan.lookBackMs;
        const raised = createdAt === undefined ? NOW.getTime() : Date.parse(createdAt);
        const { firstSeenWithinMs = Infinity } = plan;
        expectEqual(withoutLookBack >= NOW.getTime() - 30 * DAY, true);
        if (raised > NOW.getTime() - 30 * DAY)
          expectEqual(withoutLookBack >= raised - firstSeenWithinMs, true);
        const { firstSeenAt: _stated, ...plain } = alert;
        const before = removedSince({ alert: plain }, plan, NOW);
        if (before !== undefined) expectEqual(Date.parse(at) <= Date.parse(before), true);
      }),
    ));
});

describe('a time at which activity was first seen', () => {
  it('of a user is what the alert says of that user, and of others what it says of all', () => {
    const [one, other] = [
      { kind: 'id', id: 'u-1' },
      { kind: 'id', id: 'u-2' },
    ] as const;
    const alert = { id: 'a-1', firstSeenAt: ago(DAY) };
    const request = aRequest({ users: [one, other], alert, firstSeen: { [referenceKey(one)]: ago(HOUR) } });
    const { firstSeen: _firstSeen, ...plain } = request;
    expect(requestAbout(request, one)).toEqual({ ...plain, alert: { id: 'a-1', firstSeenAt: ago(HOUR) } });
    expect(requestAbout(request, other)).toEqual(plain);
  });
  it('changes nothing of what is decided, but for since when what was added is removed', () => {
    const stated = fc.constantFrom('1970-01-01T00:00:00Z', ago(3 * DAY), ago(0), '2026-12-31T00:00:00Z');
    fc.assert(
      fc.property(requests, facts, policies, stated, (request, known, policy, firstSeenAt) => {
        const stating = { ...request, alert: { ...request.alert, firstSeenAt } };
        expectEqual(nextStep(stating, known, policy, NOW), nextStep(request, known, policy, NOW));
      }),
    );
  });
});
