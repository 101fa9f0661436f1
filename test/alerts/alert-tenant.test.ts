import { describe, expect, it } from '@jest/globals';
import type { Identified } from '../../shared/alerts/account';
import { homeOf, ofTenant, tenantAt, tenantIn } from '../../shared/alerts/alert-tenant';
import { JsonNode } from '../../shared/alerts/json-node';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { explain } from '../../shared/cli/explain';
import { referenceText } from '../../shared/core/user-reference';
import { TENANT, averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { robinAccount as robin } from '../fixtures/alerts/mail';
import { aTerminal } from '../support/terminal';

const OTHER = 'd1d1d1d1-2222-4333-8444-555566667777';

function alertOf(format: string, changes = {}, accounts = [avery]): unknown {
  return changed(alertFixtures.find((one) => one.format === format)?.alert(accounts), changes);
}
function read(alert: unknown, tenantId?: string): Reading {
  const context = { fallbackId: 'm', ...(tenantId !== undefined && { tenantId }) };
  return readMessage(Buffer.from(JSON.stringify(alert)), context)[0];
}
const tenantOf = (reading: Reading): string | undefined =>
  reading.kind === 'request' ? reading.request.tenantId : 'not a request';
const usersOf = (reading: Reading): string[] =>
  reading.kind === 'request' ? reading.request.users.map(referenceText) : [];

const places: readonly (readonly [string, object])[] = [
  ['graphAlert', { tenantId: OTHER }],
  ['graphIncident', { tenantId: OTHER }],
  ['graphIncident', { 'alerts/0/tenantId': OTHER }],
  ['graphAlertNotification', { tenantId: OTHER, 'resourceData/tenantId': undefined }],
  ['entraRiskNotification', { tenantId: OTHER }],
  ['graphLegacyAlert', { azureTenantId: OTHER }],
  ['defenderAlertEvidence', { tenantId: OTHER }],
  ['defenderForEndpoint', { aadTenantId: OTHER }],
  ['office365Alert', { OrganizationId: OTHER }],
  ['office365CloudAppAlert', { OrganizationId: OTHER }],
  ['entraUserRiskEvents', { tenantId: OTHER }],
  ['entraRiskyUsers', { tenantId: undefined, resourceId: `/tenants/${OTHER}/providers/Microsoft.aadiam` }],
  ['entraSignInLogs', { tenantId: undefined, resourceId: `/tenants/${OTHER}/providers/Microsoft.aadiam` }],
  ['entraRiskDetection', { homeTenantId: OTHER }],
  ['wazuh', { 'data/office365/OrganizationId': OTHER }],
  ['securityEvent', { 'sub_id/tenant': { format: 'opaque', id: OTHER } }],
];

describe('the tenant of an alert', () => {
  it.each(places)('is read from where the product writes it: %s %j', (format, changes) =>
    expect(tenantOf(read(alertOf(format, changes)))).toBe(OTHER),
  );
  it('is not the TenantId of a SecurityAlert, which is a workspace', () =>
    expect(tenantOf(read(alertOf('securityAlert', { TenantId: OTHER })))).toBeUndefined());
  it.each(['ANONYMIZED', 'DefaultTenant', '00000000-0000-0000-0000-000000000000', 'contoso.com'])(
    'is not a placeholder or a name: %s',
    (tenantId) => expect(tenantOf(read(alertOf('graphAlert', { tenantId })))).toBeUndefined(),
  );
});

describe('the home tenant of an account', () => {
  const entity = (id: string, tenant?: string, name = 'avery'): object => ({
    Type: 'account',
    Name: name,
    AadUserId: id,
    ...(tenant !== undefined && { AadTenantId: tenant }),
  });
  const row = (...entities: object[]): unknown =>
    alertOf('securityAlert', { Entities: JSON.stringify(entities) });
  it('counts where the alert names no tenant', () =>
    expect(tenantOf(read(row(entity(avery.id, OTHER))))).toBe(OTHER));
  it('does not make a guest of ours an account of another tenant', () => {
    const guest = entity(avery.id, OTHER, 'avery_fabrikam.com#EXT#');
    expect(tenantOf(read(row(guest)))).toBeUndefined();
  });
  it('does not count where the alert is of our tenant: the account is a guest there', () => {
    const alert = alertOf('entraSignInLogs', { 'properties/homeTenantId': OTHER });
    expect(tenantOf(read(alert))).toBe(TENANT);
  });
  it('skips an account of another tenant beside one of ours', () => {
    const alert = row(entity(avery.id, TENANT), entity(robin.id, OTHER));
    expect(usersOf(read(alert, TENANT))).toEqual([avery.id]);
  });
  it('rejects an alert whose accounts are all of other tenants', () => {
    const third = 'e2e2e2e2-2222-4333-8444-555566667777';
    const alert = row(entity(avery.id, third), entity(robin.id, OTHER));
    expect(tenantOf(read(alert, TENANT))).toBe(third);
  });
});

describe('explain', () => {
  const body = Buffer.from(JSON.stringify(alertOf('graphAlert', { tenantId: OTHER })));
  const explained = async (tenantId?: string, json = false): Promise<string> => {
    const terminal = aTerminal();
    const output = { terminal, format: json ? 'jsonl' : 'table' } as const;
    const given = { formats: [], sources: [], tenantId, receivedBy: 'queue', output } as const;
    await explain([{ file: 'a.json', body }], given);
    return terminal.seen.out.join('\n');
  };
  it('shows the tenant of an alert', async () => {
    expect(await explained()).toContain(`tenant: ${OTHER}`);
    expect(JSON.parse(await explained(undefined, true))).toMatchObject({
      result: 'request',
      tenantId: OTHER,
    });
  });
  it('shows an alert of another tenant as rejected where the connected one is known', async () => {
    expect(await explained(TENANT)).toContain(`for tenant ${OTHER}`);
    expect(JSON.parse(await explained(TENANT, true))).toMatchObject({ result: 'rejected', users: [] });
  });
});

const THIRD = 'e2e2e2e2-2222-4333-8444-555566667777';
const user = (id: string, tenant?: string): Identified => ({
  kind: 'user',
  path: 'user',
  reference: { kind: 'id', id },
  aliases: [],
  tenant,
});
const skipped: Identified = { kind: 'skipped', path: 'user', reason: 'is a machine account' };

describe('a tenant', () => {
  it.each([
    OTHER.toUpperCase(),
    `/tenants/${OTHER}/providers/Microsoft.aadiam`,
    `/TENANTS/${OTHER}`,
    `https://login.microsoftonline.com/${OTHER}/v2.0`,
    `https://sts.windows.net/${OTHER}/`,
  ])('is in %s', (text) => expect(tenantIn(text)).toBe(OTHER));
  it.each([undefined, '', 'contoso', `/subscriptions/${OTHER}`, `/tenants/${OTHER}0`, `${OTHER} or another`])(
    'is not in %s',
    (text) => expect(tenantIn(text)).toBeUndefined(),
  );
  it('is at the first of the paths that has one', () => {
    const node = new JsonNode({ a: ['', 'contoso', OTHER], b: THIRD });
    expect(tenantAt(node, ['none', 'a[]', 'b'])).toBe(OTHER);
    expect(tenantAt(node, 'b')).toBe(THIRD);
    expect(tenantAt(node, undefined)).toBeUndefined();
  });
});

describe('the home tenant of all users of an alert', () => {
  it.each<[string, readonly Identified[], string | undefined]>([
    ['theirs where they have one in common', [user('a', OTHER), skipped, user('b', OTHER)], OTHER],
    ['ours where all are of ours', [user('a', TENANT), user('b', TENANT)], TENANT],
    ['the first of theirs where all are of others', [user('a', OTHER), user('b', THIRD)], OTHER],
    ['none where some are of ours', [user('a', OTHER), user('b', TENANT)], undefined],
    ['none where it is not known of some', [user('a', OTHER), user('b')], undefined],
    ['none where it is known of none', [user('a'), user('b')], undefined],
    ['none where there are no users', [skipped], undefined],
  ])('is %s', (_what, accounts, tenant) => expect(homeOf(accounts, TENANT)).toBe(tenant));
  it('is what they have in common, and nothing else, where our tenant is not known', () => {
    expect(homeOf([user('a', OTHER), user('b', OTHER)], undefined)).toBe(OTHER);
    expect(homeOf([user('a', OTHER), user('b', THIRD)], undefined)).toBeUndefined();
  });
});

describe('an account of another tenant', () => {
  const [foreign, ours, unknown] = [user('a', OTHER), user('b', TENANT), user('c')];
  it.each([ours, unknown])('is skipped beside a user who is not: %j', (other) =>
    expect(ofTenant([foreign, other, skipped], undefined, TENANT)).toEqual([
      { kind: 'skipped', path: 'user', name: 'a', reason: 'is an account of another tenant' },
      other,
      skipped,
    ]),
  );
  it.each<[string, readonly Identified[], string | undefined, string | undefined]>([
    ['the alert names its tenant', [foreign, ours], OTHER, TENANT],
    ['our tenant is not known', [foreign, ours], undefined, undefined],
    ['there is no user of ours', [foreign, skipped], undefined, TENANT],
  ])('is kept where %s', (_what, accounts, tenant, own) =>
    expect(ofTenant(accounts, tenant, own)).toEqual(accounts),
  );
});
