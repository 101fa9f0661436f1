import { describe, expect, it } from '@jest/globals';
import { means } from '../../shared/alerts/meanings';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';
import { averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { robinAccount as robin } from '../fixtures/alerts/mail';

const spellings = {
  informational: ['Informational', 'informational', 'INFORMATIONAL', 'Info', 'Information', 'Sev4'],
  closed: ['Resolved', 'closed', 'DISMISSED', 'Auto-Resolved'],
  benign: [
    'falsePositive',
    'False Positive',
    'FALSE_POSITIVE',
    'BenignPositive',
    'Benign Positive - Suspicious But Expected',
    'informationalExpectedActivity',
    'InformationalExpectedActivity',
    'securityTesting',
  ],
  sample: ['[SAMPLE ALERT] Unusual download', 'Sample alert', '[Test] Unusual download', 'Test alert'],
} as const;

describe.each(Object.entries(spellings))('%s', (meaning, texts) => {
  it.each(texts)('is meant by %s', (text) => expect(means(text.toLowerCase(), meaning)).toBe(true));
  it.each(['high', 'new', 'active', 'truePositive', 'undetermined', 'Latest token theft', ''])(
    'is not meant by %s',
    (text) => expect(means(text.toLowerCase(), meaning)).toBe(false),
  );
});

function read(alert: unknown): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm' })[0];
}
const usersOf = (reading: Reading): string[] =>
  reading.kind === 'request' ? reading.request.users.map(referenceText) : [];
function fixture(format: string) {
  const found = alertFixtures.find((one) => one.format === format);
  if (!found) throw new Error(format);
  return found;
}

/** Where alerts have a severity, a status, a classification and a title. */
const places: readonly (readonly [string, Partial<Record<keyof typeof spellings, readonly string[]>>])[] = [
  [
    'graphAlert',
    { informational: ['severity'], closed: ['status'], benign: ['classification'], sample: ['title'] },
  ],
  [
    'graphIncident',
    { informational: ['severity', 'alerts/0/severity'], closed: ['status', 'alerts/0/status'] },
  ],
  ['graphIncident', { benign: ['classification', 'alerts/0/classification'], sample: ['alerts/0/title'] }],
  ['graphLegacyAlert', { informational: ['severity'], closed: ['status'], benign: ['feedback'] }],
  ['defenderAlertEvidence', { informational: ['properties/Severity'], sample: ['properties/Title'] }],
  ['defenderIncident', { informational: ['severity', 'alerts/0/severity'], closed: ['alerts/0/status'] }],
  ['defenderIncident', { benign: ['classification', 'alerts/0/classification'], sample: ['alerts/0/title'] }],
  ['defenderForEndpoint', { informational: ['severity'], closed: ['status'], benign: ['classification'] }],
  ['defenderForCloud', { informational: ['properties/severity'], closed: ['properties/status'] }],
  [
    'sentinelIncidentTrigger',
    { informational: ['object/properties/severity'], closed: ['object/properties/status'] },
  ],
  [
    'sentinelIncidentTrigger',
    { benign: ['object/properties/classification'], sample: ['object/properties/title'] },
  ],
  ['securityAlert', { informational: ['Severity', 'AlertSeverity'], closed: ['Status'] }],
  ['securityAlert', { sample: ['AlertDisplayName', 'DisplayName'] }],
  ['office365Alert', { informational: ['Severity'], closed: ['Status'], sample: ['Name'] }],
  ['office365CloudAppAlert', { informational: ['AlertSeverity'], closed: ['ResultStatus'] }],
  ['splunkFinding', { informational: ['urgency'], closed: ['status'] }],
  ['panther', { informational: ['severity'], closed: ['status'] }],
  ['crowdStrike', { informational: ['event/SeverityName', 'event/Severity'] }],
  ['netskope', { informational: ['severity'] }],
  ['wizDetection', { informational: ['severity'], closed: ['trigger/type'], sample: ['title'] }],
  ['wizThreat', { informational: ['threat/severity'], closed: ['threat/status'], sample: ['threat/title'] }],
  ['abnormalCase', { informational: ['severity_level'], closed: ['case_status'], benign: ['case_status'] }],
  [
    'abnormalCaseEvent',
    {
      informational: ['abx_body/severity'],
      closed: ['abx_body/case_status'],
      benign: ['abx_body/case_status'],
    },
  ],
];

describe.each(places)('an alert asks for nobody in every spelling (%s)', (format, kinds) => {
  const cases = Object.entries(kinds).flatMap(([kind, paths]) =>
    paths.flatMap((path) => spellings[kind as keyof typeof spellings].map((text) => [path, text] as const)),
  );
  it.each(cases)('%s is %s', (path, text) => {
    const alert = changed(fixture(format).alert([avery]), { [path]: text });
    expect(read(alert)).toMatchObject({ kind: 'nothingToDo', format });
  });
});

describe('an alert that asks for nobody inside an incident that acts', () => {
  it.each(['graphIncident', 'defenderIncident'])('does not add its users (%s)', (format) => {
    const { alert } = fixture(format);
    const [acting, quiet] = [avery, robin].map((account) => alert([account]) as { alerts: object[] });
    const informational = { ...quiet?.alerts[0], severity: 'Informational' };
    const incident = { ...acting, alerts: [...(acting?.alerts ?? []), informational] };
    expect(usersOf(read(incident))).toEqual([avery.id]);
  });
});

describe('the level and spelling of an alert', () => {
  const severities = ['low', 'Low', 'MEDIUM', 'high', 'unknown', ''];
  it.each(['graphAlert', 'securityAlert', 'defenderForEndpoint'])(
    'never changes who is signed out (%s)',
    (format) => {
      for (const severity of severities) {
        const alert = changed(fixture(format).alert([avery, robin]), { severity, Severity: severity });
        expect(usersOf(read(alert)).sort()).toEqual([avery.id, robin.id].sort());
      }
    },
  );
});
