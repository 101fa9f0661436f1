import { describe, expect, it } from '@jest/globals';
import { decidingRule, effectOf } from '../../../shared/core/deciding-rule';
import { shippedSourceRules } from '../../../shared/core/shipped-source-rules';
import type { SourceEffect, SourceRule, SourcedRequest } from '../../../shared/core/source-rule';
import { AVERY_ID, found } from '../../support/builders';
import { given } from '../../support/given-when-then';

const rule = (changes: Partial<SourceRule>): SourceRule => ({
  name: 'sources[0]',
  effect: 'whatIf',
  ...changes,
});
const anAlert: SourcedRequest = {
  format: 'splunkWebhook',
  event: 'Impossible Travel/Admin',
  alert: { severity: 'Medium' },
};

describe('a rule on which events act', () => {
  it.each<[string, Partial<SourceRule>, boolean]>([
    ['without conditions', {}, true],
    ['of the format, in another case', { formats: ['splunkwebhook'] }, true],
    ['of another format', { formats: ['okta'] }, false],
    ['of the event, in another case', { events: ['other', 'impossible travel/admin'] }, true],
    ['of the event that this one is a kind of', { events: ['impossible travel'] }, true],
    ['of an event whose name only begins alike', { events: ['impossible'] }, false],
    ['of a kind of the event', { events: ['impossible travel/admin/again'] }, false],
    ['of this severity at least', { severityAtLeast: 'medium' }, true],
    ['of more severe alerts', { severityAtLeast: 'high' }, false],
    ['of this severity at most', { severityAtMost: 'medium' }, true],
    ['of less severe alerts', { severityAtMost: 'low' }, false],
    ['of a range of severities', { severityAtLeast: 'low', severityAtMost: 'high' }, true],
    ['of a sender that is authenticated, which no request has yet', { receivedBy: 'splunk' }, false],
    ['whose conditions are met but for one', { formats: ['splunkwebhook'], events: ['other'] }, false],
  ])('%s', (_what, changes, isMatched) =>
    expect(decidingRule(anAlert, [rule(changes)])?.name).toBe(isMatched ? 'sources[0]' : undefined),
  );
  it.each<Partial<SourceRule>>([{ severityAtLeast: 'informational' }, { severityAtMost: 'critical' }])(
    'of a severity does not match an alert of unknown severity: %j',
    (changes) => {
      const unknown = [
        { ...anAlert, alert: { severity: '7' } },
        { ...anAlert, alert: {} },
        { format: 'native' },
      ];
      for (const request of unknown) expect(decidingRule(request, [rule(changes)])).toBeUndefined();
    },
  );
  it('of an event does not match a request without one', () =>
    expect(decidingRule({ format: 'native' }, [rule({ events: ['a'] })])).toBeUndefined());
  it('counts when it is the first that matches', () => {
    const rules = [
      rule({ formats: ['okta'] }),
      rule({ name: 'sources[1]', events: ['impossible travel'], effect: 'confirm' }),
      rule({ name: 'sources[2]', effect: 'whatIf' }),
    ];
    expect(decidingRule(anAlert, rules)?.name).toBe('sources[1]');
  });
});

describe('a request', () => {
  const sources = (effect: SourceEffect): { sources: readonly SourceRule[] } => ({
    sources: [rule({ formats: ['native'], effect })],
  });
  it('acts by a rule that lets it', () => given(found()).when({}, sources('revoke')).proceeds('revoke'));
  it('acts without a rule', () => given(found()).when().proceeds('revoke'));
  it('only previews by a rule', () => given(found()).when({}, sources('whatIf')).proceeds('whatIf'));
  it('stays a preview where a rule would let it act', () =>
    given(found()).when({ mode: 'whatIf' }, sources('revoke')).proceeds('whatIf'));
  it('waits for approval by a rule, which the detail names', () =>
    given(found())
      .when({ event: 'risk' }, sources('confirm'))
      .holds('awaitingConfirmation', 'for this event (risk), by the rule sources[0]'));
  it('acts once a person has approved', () =>
    given({ ...found(), approved: { userId: AVERY_ID } })
      .when({}, sources('confirm'))
      .proceeds('revoke'));
});

describe('the shipped rules', () => {
  it.each<[string, SourcedRequest, SourceEffect]>([
    ['a passkey that a user enrolls', { format: 'securityEvent', event: 'credential-change/user' }, 'whatIf'],
    [
      'a credential that an administrator changes',
      { format: 'securityEvent', event: 'credential-change' },
      'revoke',
    ],
    [
      'a password that a user of Okta changes',
      { format: 'acme', event: 'user.account.update_password' },
      'whatIf',
    ],
    ['a password of self-service', { format: 'acme', event: 'Reset password (self-service)' }, 'whatIf'],
    ['a failed sign-in', { format: 'wazuh', event: 'failedSignIn' }, 'whatIf'],
    ['a DLP match', { format: 'office365Alert', event: 'dlpMatch', alert: { severity: 'High' } }, 'whatIf'],
    ['a file match', { format: 'securityAlert', event: 'fileMatch' }, 'whatIf'],
    ['a low risk', { format: 'entraRiskyUser', alert: { severity: 'low' } }, 'whatIf'],
    ['a medium risk', { format: 'entraRiskyUser', alert: { severity: 'medium' } }, 'revoke'],
    ['a risk of a hidden level', { format: 'entraRiskyUser', alert: { severity: 'hidden' } }, 'revoke'],
    [
      'a confirmed compromise of low risk',
      { format: 'entraRiskyUser', event: 'confirmedCompromised', alert: { severity: 'low' } },
      'revoke',
    ],
    ['a low alert of another kind', { format: 'splunkWebhook', alert: { severity: 'low' } }, 'revoke'],
    [
      'a low alert of Entra ID Protection',
      { format: 'graphAlert', event: 'identityProtection', alert: { severity: 'low' } },
      'whatIf',
    ],
    [
      'a high alert of Entra ID Protection',
      { format: 'graphAlert', event: 'identityProtection', alert: { severity: 'high' } },
      'revoke',
    ],
    ['a low risk of Okta', { format: 'okta', event: 'user.risk.detect/low' }, 'whatIf'],
    ['another risk of Okta', { format: 'okta', event: 'user.risk.detect' }, 'revoke'],
    ['a low case of Abnormal Security', { format: 'abnormalCase', alert: { severity: 'LOW' } }, 'whatIf'],
    ['a high detection of Wiz', { format: 'wizDetection', alert: { severity: 'HIGH' } }, 'revoke'],
    ['a low detection of Wiz', { format: 'wizDetection', alert: { severity: 'LOW' } }, 'whatIf'],
    ['unusual activity in Netskope', { format: 'netskope', event: 'uba' }, 'whatIf'],
    ['the event of that name in another format', { format: 'acme', event: 'uba' }, 'revoke'],
    ['a leaked password that was tried', { format: 'auth0Log', event: 'pwd_leak' }, 'whatIf'],
    ['a request of our own', { format: 'native', alert: { severity: 'low' } }, 'revoke'],
  ])('%s', (_what, request, effect) => expect(effectOf(request, [])).toBe(effect));
  it('come after those of the operator', () => {
    const request = { format: 'wazuh', event: 'failedSignIn' };
    expect(effectOf(request, [rule({ events: ['failedsignin'], effect: 'revoke' })])).toBe('revoke');
    expect(effectOf(request, [rule({ effect: 'confirm' })])).toBe('confirm');
  });
  it('have names of their own, descriptions, and names of events and formats in lower case', () => {
    expect(new Set(shippedSourceRules.map(({ name }) => name)).size).toBe(shippedSourceRules.length);
    for (const { description, events = [], formats = [] } of shippedSourceRules) {
      expect(description).not.toBe('');
      for (const name of [...events, ...formats]) expect(name).toBe(name.toLowerCase());
    }
  });
});
