import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import { decidingRule } from '../../shared/core/deciding-rule';
import type { RevocationRequest } from '../../shared/core/request';
import type { Changes } from '../fixtures/alerts/alert-fixture';
import { averyAccount, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';

function requestsIn(alert: unknown): readonly RevocationRequest[] {
  const readings = readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'message-1' });
  return readings.flatMap((reading) => (reading.kind === 'request' ? [reading.request] : []));
}

const fixture = (format: string, changes: Changes): unknown => {
  const found = alertFixtures.find((one) => one.format === format);
  return changed(found?.alert([averyAccount]), changes);
};
const everyAlert = [
  ...alertFixtures.map(({ format, alert }) => [format, alert([averyAccount])] as const),
  ...sampleAlerts.map(({ file, alert }) => [file, alert] as const),
];

describe('the events of the built-in formats', () => {
  it('are declared by every format whose alerts have one', () => {
    const without = everyAlert.filter(([, alert]) =>
      requestsIn(alert).some(({ event }) => event === undefined),
    );
    // Lists of entities, which say nothing about the event.
    expect(without.map(([name]) => name)).toEqual([
      'sentinelEntityTrigger',
      'sentinelEntities',
      'sentinelEntityList',
      'sentinelEntity',
      'sentinelAccounts',
    ]);
  });
  it('let every fixture and sample act by the shipped rules, but for a leaked password', () => {
    const previewed = everyAlert.flatMap(([name, alert]) =>
      requestsIn(alert).flatMap((request) => {
        const rule = decidingRule(request, []);
        return rule && rule.effect !== 'revoke' ? [`${name}: ${rule.name}`] : [];
      }),
    );
    expect(previewed).toEqual(['auth0Log: leakedPassword']);
  });

  const events = 'https://schemas.openid.net/secevent';
  const caep = (type: string, claims: object): Changes => ({
    events: { [`${events}/caep/event-type/${type}`]: claims },
  });
  it.each<[string, string, Changes, string, string | undefined]>([
    [
      'securityEvent',
      'a passkey that the user enrolls',
      caep('credential-change', { change_type: 'create', initiating_entity: 'user' }),
      'credential-change/user',
      'ownCredentialChange',
    ],
    [
      'securityEvent',
      'a credential that an administrator revokes',
      caep('credential-change', { change_type: 'revoke', initiating_entity: 'admin' }),
      'credential-change',
      undefined,
    ],
    [
      'securityEvent',
      'an own change beside a revoked session',
      {
        events: {
          [`${events}/caep/event-type/credential-change`]: { initiating_entity: 'user' },
          [`${events}/caep/event-type/session-revoked`]: {},
        },
      },
      'session-revoked',
      undefined,
    ],
    [
      'securityEvent',
      'a compromised credential',
      { events: { [`${events}/risc/event-type/credential-compromise`]: {} } },
      'credential-compromise',
      undefined,
    ],
    ['entraRiskDetection', 'a low risk', { riskLevel: 'low' }, 'anomalousToken', 'lowRisk'],
    ['entraRiskNotification', 'a low risk', { 'resourceData/riskLevel': 'low' }, 'riskyUser', 'lowRisk'],
    ['entraRiskDetection', 'a hidden level', { riskLevel: 'hidden' }, 'anomalousToken', undefined],
    [
      'entraRiskDetection',
      'a low risk of a confirmed compromise',
      { riskLevel: 'low', riskState: 'confirmedCompromised' },
      'confirmedCompromised',
      'confirmedCompromised',
    ],
    ['entraRiskyUser', 'a low risk', { riskLevel: 'low', riskState: 'atRisk' }, 'none', 'lowRisk'],
    ['entraRiskyUsers', 'a low risk', { 'properties/riskLevel': 'low' }, 'Risk', 'lowRisk'],
    ['entraUserRiskEvents', 'a low risk', { 'properties/riskLevel': 'low' }, 'anomalousToken', 'lowRisk'],
    [
      'entraSignInLogs',
      'a wrong password',
      { 'properties/status': { errorCode: 50126 } },
      'failedSignIn',
      'failedSignIn',
    ],
    [
      'entraSignInLogs',
      'a right password without the second factor',
      { 'properties/status': { errorCode: 50074 } },
      'SignInLogs',
      undefined,
    ],
    [
      'entraSignInLogs',
      'a wrong password of a confirmed compromise',
      { 'properties/status': { errorCode: 50126 }, 'properties/riskState': 'confirmedCompromised' },
      'confirmedCompromised',
      'confirmedCompromised',
    ],
    [
      'okta',
      'a risk that has fallen to low',
      {
        eventType: 'user.risk.detect',
        debugContext: { debugData: { risk: '{reasons=x, previousLevel=HIGH, level=LOW}' } },
      },
      'user.risk.detect/low',
      'lowRiskSignal',
    ],
    [
      'okta',
      'a risk that has risen from low',
      {
        eventType: 'user.risk.detect',
        debugContext: { debugData: { risk: '{reasons=x, previousLevel=LOW, level=HIGH}' } },
      },
      'user.risk.detect',
      undefined,
    ],
    ['auth0Log', 'a leaked password that was tried', {}, 'pwd_leak', 'leakedPassword'],
    [
      'wazuh',
      'a failed sign-in',
      { 'data/office365/Operation': 'UserLoginFailed' },
      'failedSignIn',
      'failedSignIn',
    ],
    [
      'elastic',
      'a failed sign-in',
      { event: { category: ['authentication'], outcome: 'failure' } },
      'failedSignIn',
      'failedSignIn',
    ],
    [
      'office365Alert',
      'a match of a DLP rule',
      { Data: JSON.stringify({ f3u: 'avery@contoso.com', op: 'DlpRuleMatch' }) },
      'dlpMatch',
      'dataLossPrevention',
    ],
    [
      'office365Alert',
      'a match of a file policy',
      { Data: JSON.stringify({ f3u: 'avery@contoso.com', mat: 'MCAS_ALERT_FILE_MATCH' }) },
      'fileMatch',
      'dataLossPrevention',
    ],
    [
      'securityAlert',
      'a match of a DLP rule',
      { ProductName: 'Microsoft Data Loss Prevention' },
      'dlpMatch',
      'dataLossPrevention',
    ],
    [
      'securityAlert',
      'a low risk',
      { ProductName: 'Azure Active Directory Identity Protection', Severity: 'Low' },
      'identityProtection',
      'lowRiskAlert',
    ],
    [
      'graphAlert',
      'a match of a DLP rule',
      { serviceSource: 'dataLossPrevention' },
      'dlpMatch',
      'dataLossPrevention',
    ],
    [
      'graphAlert',
      'a low risk',
      { serviceSource: 'azureAdIdentityProtection', severity: 'low' },
      'identityProtection',
      'lowRiskAlert',
    ],
    ['graphLegacyAlert', 'a low risk', { severity: 'low' }, 'identityProtection', 'lowRiskAlert'],
    [
      'abnormalCase',
      'a low case',
      { severity_level: 'LOW', description: 'Suspicious Activity' },
      'Suspicious Activity',
      'lowAlert',
    ],
    ['wizThreat', 'a low threat', { 'threat/severity': 'LOW' }, 'Sign-in with a stolen token', 'lowAlert'],
    ['netskope', 'unusual activity', { alert_type: 'uba', severity: 'medium' }, 'uba', 'unusualActivity'],
  ])('%s: %s', (format, ...[, changes, event, rule]) => {
    const [request, ...others] = requestsIn(fixture(format, changes));
    expect(others).toEqual([]);
    expect(request).toMatchObject({ format, event });
    expect(request && decidingRule(request, [])?.name).toBe(rule);
  });
});
