import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceKey, referenceText } from '../../shared/core/user-reference';
import { builtInDefinitions } from '../../shared/alerts/formats/registry';
import type { Changes, FixtureAccount } from '../fixtures/alerts/alert-fixture';
import { WHEN, averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';

const SEEN = '2026-11-20T08:00:00.000Z';
const LATER = '2026-11-21T08:00:00.000Z';

const blake: FixtureAccount = {
  id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02',
  upn: 'blake@contoso.com',
  sid: 'S-1-5-21-1004336348-1177238915-682003330-1102',
  name: 'blake',
  suffix: 'contoso.com',
  domain: 'CONTOSO',
};

/** Where the documentation of a format has the time at which the activity began. */
const ofAlert: readonly (readonly [format: string, path: string, written?: unknown, raised?: Changes])[] = [
  ['graphAlert', 'firstActivityDateTime'],
  ['graphLegacyAlert', 'eventDateTime', SEEN, { createdDateTime: WHEN }],
  ['graphAlertNotification', 'resourceData/firstActivityDateTime'],
  ['defenderForEndpoint', 'firstEventTime'],
  ['defenderForCloud', 'properties/startTimeUtc'],
  ['entraRiskDetection', 'activityDateTime'],
  ['entraUserRiskEvents', 'properties/activityDateTime'],
  ['entraRiskNotification', 'resourceData/activityDateTime'],
  ['sentinelIncidentTrigger', 'object/properties/firstActivityTimeUtc'],
  ['securityAlert', 'StartTimeUtc', SEEN, { TimeGenerated: WHEN }],
  ['elastic', 'kibana/alert/original_time'],
  ['splunkWebhook', 'result/firstTime', String(Date.parse(SEEN) / 1000)],
  ['splunkFinding', 'firstTime', Date.parse(SEEN) / 1000],
  ['ocsfDetectionFinding', 'finding_info/first_seen_time', Date.parse(SEEN)],
  ['googleWorkspaceAccountWarning', 'startTime'],
  ['qradar', 'start_time', Date.parse(SEEN), { last_updated_time: Date.parse(WHEN) }],
  ['crowdStrike', 'event/StartTime', (Date.parse(SEEN) + 11_644_473_600_000) * 10_000],
  ['datadog', 'custom/workflow/first_seen', Date.parse(SEEN)],
  [
    'trendVisionOneAlert',
    'matchedRules',
    [{ matchedFilters: [{ matchedDateTime: LATER }, { matchedDateTime: SEEN }] }],
  ],
  ['abnormalCase', 'firstObserved'],
  ['duoTrustMonitor', 'surfaced_auth/isotimestamp', '2026-11-20T08:00:00.000000+00:00'],
  ['securityEvent', 'toe', Date.parse(SEEN) / 1000],
  ['sentinelOneAlert', 'detectedAt'],
];

/** Formats whose alerts say it of single users: the list whose items say it, and where. */
const ofUsers: readonly (readonly [format: string, list: string, path: string])[] = [
  ['graphIncident', 'alerts', 'firstActivityDateTime'],
  ['defenderIncident', 'alerts', 'firstActivity'],
  ['cortexXdrIncident', 'alerts/data', 'detection_timestamp'],
  ['proofpointTap', 'clicksPermitted', 'clickTime'],
  ['googleSecOps', 'collectionElements', 'references/0/event/metadata/eventTimestamp'],
];

const fixtureOf = (name: string) => {
  const fixture = alertFixtures.find(({ format }) => format === name);
  if (!fixture) throw new Error(`There is no fixture of ${name}.`);
  return fixture;
};
const read = (alert: unknown): Reading =>
  readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'message-1' })[0];

describe.each(ofAlert)('an alert of the format %s', (format, path, written = SEEN, raised = {}) => {
  const alert = changed(fixtureOf(format).alert([avery]), raised);
  it('says when its activity was first seen, and nothing else is read in another way', () => {
    const [without, seen] = [read(alert), read(changed(alert, { [path]: written }))];
    if (without.kind !== 'request' || seen.kind !== 'request') throw new Error('It is a request.');
    expect(seen.request.alert?.firstSeenAt).toBe(SEEN);
    const { firstSeenAt: _seen, ...others } = seen.request.alert ?? {};
    const { firstSeenAt: _none, ...plain } = without.request.alert ?? {};
    expect({ ...seen, request: { ...seen.request, alert: others } }).toEqual({
      ...without,
      request: { ...without.request, alert: plain },
    });
  });
});

describe.each(ofUsers)('an alert of the format %s', (format, list, path) => {
  const { alert } = fixtureOf(format);
  /** An alert that names Avery twice, the second time earlier, and then Blake. */
  const alertOf = (changes: Changes = {}): unknown => {
    const items = [avery, avery, blake].flatMap((account) => itemsAt(alert([account]), list));
    const times = [LATER, SEEN, LATER].map((time, n) => [`${list}/${String(n)}/${path}`, time] as const);
    return changed(alert([avery]), { [list]: items, ...Object.fromEntries(times), ...changes });
  };
  it('says of each user when activity of that user was first seen', () => {
    const reading = read(alertOf());
    if (reading.kind !== 'request') throw new Error('It is a request.');
    const { users, firstSeen } = reading.request;
    expect(users.map((user) => [namesAt(user), firstSeen?.[referenceKey(user)]])).toEqual([
      ['avery', SEEN],
      ['blake', LATER],
    ]);
  });
  it('says nothing where it has no such time, and names the same users', () => {
    const [seen, without] = [read(alertOf()), read(changed(alertOf(), withoutTimes(list, path)))];
    if (seen.kind !== 'request' || without.kind !== 'request') throw new Error('It is a request.');
    expect(without.request).not.toHaveProperty('firstSeen');
    expect(without.request.users).toEqual(seen.request.users);
    expect(without.request.id).toBe(seen.request.id);
  });
});

describe('a time at which activity was first seen', () => {
  const alerts = (...times: readonly (readonly [string, object?])[]): unknown => {
    const [item] = itemsAt(fixtureOf('graphIncident').alert([avery]), 'alerts');
    const all = times.map(([firstActivityDateTime, more]) => ({
      ...(item as object),
      ...more,
      firstActivityDateTime,
    }));
    return changed(fixtureOf('graphIncident').alert([avery]), { alerts: all });
  };
  const seenIn = (alert: unknown): readonly string[] => {
    const reading = read(alert);
    return reading.kind === 'request' ? Object.values(reading.request.firstSeen ?? {}) : [];
  };
  it.each(['resolved', 'Resolved'])(
    'does not count in an alert of an incident that is closed: %s',
    (status) => expect(seenIn(alerts([SEEN, { status }], [LATER]))).toEqual([LATER]),
  );
  it('does not count without a zone', () =>
    expect(seenIn(alerts(['2026-11-20T08:00:00'], [LATER]))).toEqual([LATER]));
  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'yesterday', ''])('is none in %p', (time) =>
    expect(seenIn(alerts([time]))).toEqual([]),
  );
  it('is shown for every format that has one', () => {
    const having = [...builtInDefinitions.values()].filter(
      ({ alert, accounts }) =>
        alert.firstSeenAt !== undefined || accounts.some((place) => place.firstSeenAt !== undefined),
    );
    const shown = [...ofAlert, ...ofUsers].map(([format]) => format);
    expect(having.map(({ name }) => name).toSorted()).toEqual([...new Set(shown)].toSorted());
  });
});

function itemsAt(alert: unknown, list: string): readonly unknown[] {
  const found = list.split('/').reduce((at: unknown, name) => (at as Record<string, unknown>)[name], alert);
  return found as readonly unknown[];
}

function withoutTimes(list: string, path: string): Changes {
  return Object.fromEntries([0, 1, 2].map((n) => [`${list}/${String(n)}/${path}`, undefined]));
}

/** Who is meant, by whichever name. */
function namesAt(user: UserReference): string | undefined {
  return [avery, blake].find((one) => [one.id, one.upn].includes(referenceText(user)))?.name;
}
