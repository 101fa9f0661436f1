import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import { referenceText } from '../../shared/core/user-reference';
import type { Changes } from '../fixtures/alerts/alert-fixture';
import { averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { robinAccount as robin } from '../fixtures/alerts/mail';

function usersOf(format: string, changes: Changes): readonly string[] {
  const fixture = alertFixtures.find((one) => one.format === format);
  const alert = changed(fixture?.alert([avery]), changes);
  const [reading] = readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm' });
  return reading.kind === 'request' ? reading.request.users.map(referenceText) : [];
}

/** Of what the documentation spells in one way, and who is still signed out. */
const spellings: readonly (readonly [format: string, Changes])[] = [
  ['sentinelOneAlert', { attackSurfaces: ['Identity'] }],
  ['sentinelOneAlert', { attackSurfaces: 'IDENTITY' }],
  ['sentinelOneAlert', { attackSurfaces: ['IDENTITY', 'ENDPOINT'] }],
  ['sentinelOneAlert', { attackSurfaces: [] }],
  ['vectraEntity', { account_type: ['o365', 'aws'] }],
  ['vectraEntity', { type: undefined, entity_type: 'account' }],
  ['cortexXdrIncident', { 'incident/description': "'Test alert' along with 2 other alerts" }],
  ['duoTrustMonitor', { state: 'STATE_NEW' }],
  ['abnormalCase', { case_status: 'ACTION_REQUIRED' }],
  ['abnormalCase', { case_status: 'Open' }],
  ['netskope', { alert_type: 'compromised_credential' }],
  ['netskope', { alert_type: 'CompromisedCredential' }],
  ['netskope', { acked: 'no', status: 'reopened' }],
  [
    'proofpointTap',
    { 'clicksPermitted/0/classification': 'PHISH', 'clicksPermitted/0/threatStatus': 'Active' },
  ],
];

describe('an alert acts in every spelling', () => {
  it.each(spellings)('%s: %j', (format, changes) => expect(usersOf(format, changes)).toEqual([avery.upn]));
  it.each(['userAccount', 'User Account', 'user_account'])('wizDetection: %s', (type) =>
    expect(usersOf('wizDetection', { 'primaryActor/type': type })).toEqual([avery.id]),
  );
});

describe('the events of an alert of Cortex XDR', () => {
  const prevented = { user_name: 'analyst@contoso.com', action_pretty: 'Prevented (Blocked)' };
  const events = [{ user_name: avery.upn }, { user_name: robin.upn }, { user_name: avery.upn }, prevented];
  it('each name an account', () =>
    expect(usersOf('cortexXdrAlert', { user_name: null, events })).toEqual([avery.upn, robin.upn]));
  it('name accounts within an incident', () =>
    expect(usersOf('cortexXdrIncident', { 'alerts/data/0/events': events })).toEqual([avery.upn, robin.upn]));
  it('are prevented with their alert', () =>
    expect(usersOf('cortexXdrAlert', { events, action_pretty: 'Prevented (Blocked)' })).toEqual([]));
});
