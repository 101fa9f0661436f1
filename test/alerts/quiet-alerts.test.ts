import { describe, expect, it } from '@jest/globals';
import { means } from '../../shared/alerts/meanings';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';
import { averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { robinAccount as robin } from '../fixtures/alerts/mail';

const spellings = {
  informational: [
    'Informational',
    'informational',
    'INFORMATIONAL',
    'Info',
    'Information',
    'Sev4',
    'SEV_010_INFO',
  ],
  closed: [
    'Resolved',
    'closed',
    'DISMISSED',
    'Auto-Resolved',
    'auto_resolved',
    'Mitigated',
    'ATTACK_RESOLVED',
    'Closed - False Positive',
    'closedAsFalsePositive',
    'RESOLVED_TRUE_POSITIVE',
    'STATUS_060_RESOLVED_FALSE_POSITIVE',
    'Closed - no action',
    'Acknowledged (Attack resolved)',
  ],
  benign: [
    'falsePositive',
    'False Positive',
    'FALSE_POSITIVE',
    'BenignPositive',
    'Benign Positive - Suspicious But Expected',
    'informationalExpectedActivity',
    'InformationalExpectedActivity',
    'securityTesting',
    'securityPersonnel',
    'True positive - benign',
    'TruePositiveBenign',
    'TRUEPOSITIVEBENIGN',
    'Closed - False Positive',
    'Not an attack',
    'NOT_AN_ATTACK',
    'notMalicious',
    'No threats found',
    'No findings',
    'NO_FINDINGS',
    'clean',
    'No action required',
  ],
  sample: [
    '[SAMPLE ALERT] Unusual download',
    'Sample alert',
    '[Test] Unusual download',
    'Test alert',
    'TEST_ALERT',
    'TestAlert',
    'Test-Alert: Unusual download',
    '(Test) Unusual download',
    'Test',
    'Unusual download [test]',
    'This is a test alert.',
    'Sample incident',
    '*** SAMPLE ALERT ***',
    'Unusual download (sample alert)',
  ],
} as const;

/** Texts with the words of a meaning that say something else. */
const opposites = {
  informational: ['Not informational', 'non-informational', 'Sev3', 'Information leak'],
  closed: [
    'unresolved',
    'UNRESOLVED',
    'notClosed',
    'NOT_CLOSED',
    'not resolved',
    'Not yet fully resolved',
    'reopened',
    'Re-opened',
    'Closed, then reopened',
    'To be closed',
    'Partially remediated',
    'undismissed',
    "isn't closed",
    'No longer resolved',
    'not auto-resolved',
    'Pending closed',
    'Disclosed',
    'Enclosed',
  ],
  benign: [
    'not benign',
    'NOT_BENIGN',
    'notBenign',
    'Not a false positive',
    'not confirmed as benign',
    'non-benign',
    'unexpectedActivity',
    'Possible false positive',
    'Likely benign',
    'Malicious',
    'No longer benign',
    'Clean-up failed',
    'unclean',
    'Other Findings',
    'Attack',
    'Threats found',
  ],
  sample: [
    'Contest alert',
    'Attack on test environment',
    'Test environment: token theft',
    'Protest alert',
    'Test user signed in from Tor',
    'Malware sample alert',
    'Sample and other alerts',
    'The latest alert',
    "'Test alert' along with 2 other alerts",
    'Sign-in of Avery (Test) from Tor',
    'Incident in test',
  ],
} as const;

describe.each(Object.entries(spellings))('%s', (meaning, texts) => {
  it.each([...texts])('is meant by %s', (text) => expect(means(text, meaning)).toBe(true));
  it.each([
    'high',
    'new',
    'active',
    'truePositive',
    'undetermined',
    'Latest token theft',
    '',
    ...opposites[meaning as keyof typeof opposites],
  ])('is not meant by %s', (text) => expect(means(text, meaning)).toBe(false));
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
  ['crowdStrike', { closed: ['event/Status'], benign: ['event/Status'], sample: ['event/DetectName'] }],
  ['elastic', { closed: ['kibana/alert/workflow_status'], sample: ['kibana/alert/rule/name'] }],
  ['datadog', { sample: ['custom/title'] }],
  ['panther', { sample: ['title'] }],
  ['qradar', { closed: ['status'], sample: ['description'] }],
  ['sumoLogic', { closed: ['data/status/name'], benign: ['data/resolution'], sample: ['data/name'] }],
  ['splunkFinding', { sample: ['rule_title'] }],
  [
    'sentinelOneAlert',
    { informational: ['severity'], closed: ['status'], benign: ['analystVerdict', 'classification'] },
  ],
  ['sentinelOneAlert', { sample: ['name'] }],
  ['trendVisionOneAlert', { informational: ['severity'], closed: ['status', 'investigationStatus'] }],
  ['trendVisionOneAlert', { benign: ['investigationResult'], sample: ['model'] }],
  ['cortexXdrAlert', { informational: ['severity'], closed: ['resolution_status'], sample: ['name'] }],
  ['cortexXdrAlert', { benign: ['resolution_status'] }],
  ['cortexXdrIncident', { informational: ['incident/severity'], closed: ['incident/status'] }],
  ['cortexXdrIncident', { sample: ['incident/description', 'incident/incident_name', 'alerts/data/0/name'] }],
  ['cortexXdrIncident', { closed: ['alerts/data/0/resolution_status'], benign: ['incident/status'] }],
  ['duoTrustMonitor', { closed: ['state'] }],
  ['vectraEntity', { informational: ['severity'], closed: ['state'] }],
  ['netskope', { informational: ['severity'], closed: ['status'], sample: ['alert_name'] }],
  ['wizDetection', { informational: ['severity'], closed: ['trigger/type', 'status'], sample: ['title'] }],
  ['wizThreat', { informational: ['threat/severity'], closed: ['threat/status'], sample: ['threat/title'] }],
  ['abnormalCase', { informational: ['severity_level'], closed: ['case_status'], benign: ['case_status'] }],
  ['abnormalCase', { sample: ['description'] }],
  ['abnormalCaseEvent', { sample: ['abx_body/description'] }],
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
  const cases = Object.entries(kinds).flatMap(([kind, paths]) => paths.map((path) => [path, kind] as const));
  it.each(cases)('%s is %s', (path, kind) => {
    const acting = spellings[kind as keyof typeof spellings].filter((text) => {
      const reading = read(changed(fixture(format).alert([avery]), { [path]: text }));
      return reading.kind !== 'nothingToDo' || reading.format !== format;
    });
    expect(acting).toEqual([]);
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

describe('an incident of Sentinel with alerts', () => {
  const { alert } = fixture('sentinelIncidentTrigger');
  const acting = { alertDisplayName: 'Token theft', severity: 'High', status: 'New' };
  const quiet = [{ severity: 'Informational' }, { status: 'Resolved' }, { alertDisplayName: 'Sample alert' }];
  const withAlerts = (...alerts: readonly object[]): unknown =>
    changed(alert([avery]), {
      'object/properties/alerts': alerts.map((one) => ({ properties: { ...acting, ...one } })),
    });

  it('asks for nobody when none of them acts', () =>
    expect(read(withAlerts(...quiet))).toMatchObject({
      kind: 'nothingToDo',
      detail: {
        values: { condition: 'object.properties.alerts[]: properties.severity = informational' },
      },
    }));
  it.each([[[{}, ...quiet]], [[...quiet, {}]], [[]]])(
    'acts when one of them acts, or there are none: %j',
    (alerts) => expect(usersOf(read(withAlerts(...alerts)))).toEqual([avery.id]),
  );
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
