import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { systemClock } from '../../shared/adapters/system-clock';
import { sharePointRevoker } from '../../shared/adapters/sharepoint/sharepoint-revoker';
import { checkHealth } from '../../shared/health/check-health';
import { sharePointChecks } from '../../shared/health/sharepoint-checks';
import type { AdminHost } from '../../local/sharepoint/admin-host';
import { startAdminHost } from '../../local/sharepoint/admin-host';
import { adminAnswers } from '../../local/sharepoint/answers';
import { contosoAnswers } from '../../local/sharepoint/contoso-answers';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { aPolicy } from '../support/builders';
import { loopbackTenant, trust } from '../support/loopback-tenant';

let tenant: Tenant;
let host: AdminHost;
beforeAll(async () => {
  const certificate = await loopbackCertificate();
  tenant = await loopbackTenant();
  trust(certificate);
  host = await startAdminHost({ certificate, tokens: tenant.tokens, answers: contosoAnswers });
});
afterAll(async () => {
  await Promise.all([tenant.stop(), host.stop()]);
});
beforeEach(() => host.answerAll(undefined));

const policy = aPolicy({ methods: ['graph', 'sharePoint'] });

describe('the configuration of SharePoint', () => {
  it.each([
    'https://contoso-admin.sharepoint.com',
    'https://contoso-admin.sharepoint.us',
    'https://contoso-admin.sharepoint.cn',
    'https://contoso-admin.sharepoint-mil.us',
  ])('is in order with the admin host %s', async (adminUrl) =>
    expect(await checkHealth(sharePointChecks({ adminUrl }, policy))).toMatchObject([{ status: 'ok' }]),
  );
  it.each([
    'https://contoso.sharepoint.com',
    'https://contoso-admin.sharepoint.com.example.org',
    'https://evil-sharepoint.com',
  ])('is a warning, and no error, with the host %s', async (adminUrl) =>
    expect(await checkHealth(sharePointChecks({ adminUrl }, policy))).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('not an admin host') },
    ]),
  );
  it('is a warning where Graph is off', async () => {
    const adminUrl = 'https://contoso-admin.sharepoint.com';
    expect(
      await checkHealth(sharePointChecks({ adminUrl }, aPolicy({ methods: ['sharePoint'] }))),
    ).toMatchObject([{ status: 'warning', detail: expect.stringContaining('Graph is off') }]);
  });
});

describe('the call that asks SharePoint itself', () => {
  const probed = async () => {
    const credential = managedIdentity();
    const { adminUrl } = host;
    const probe = sharePointRevoker({ adminUrl, credential, clock: systemClock, callMs: 500 });
    const [, report] = await checkHealth(sharePointChecks({ adminUrl, probe }, policy));
    return report;
  };
  it('is about a user who cannot exist in any tenant', async () => {
    const before = host.calls.length;
    expect(await probed()).toMatchObject({ name: 'Sites.FullControl.All', status: 'ok' });
    const [call, ...others] = host.calls.slice(before);
    expect(call?.body).toBe('{"userName":"no-such-user@session-revoker.invalid"}');
    expect(others).toEqual([]);
  });
  it.each<[keyof typeof adminAnswers, string, string, string]>([
    ['userNotFound', 'ok', 'the feature is on', ''],
    ['featureDisabled', 'warning', 'the feature is off', 'Remove SHAREPOINT_ADMIN_URL'],
    ['unsupportedAppOnly', 'failed', '401', 'Grant Sites.FullControl.All'],
    ['unauthorized', 'failed', '403', 'Grant Sites.FullControl.All'],
    ['appOnlyPrincipal', 'failed', '500', 'remove SHAREPOINT_ADMIN_URL'],
    ['notFound', 'failed', '404', 'Check SHAREPOINT_ADMIN_URL'],
    ['redirect', 'failed', '302', 'Check SHAREPOINT_ADMIN_URL'],
    ['html', 'failed', 'without a state', 'Check SHAREPOINT_ADMIN_URL'],
    ['hang', 'failed', 'could not be reached', 'Check SHAREPOINT_ADMIN_URL'],
    ['instantaneousSuccess', 'warning', 'does not exist', 'Remove sharePoint'],
  ])('reports %s as %s: %s', async (name, status, detail, remedy) => {
    host.answerAll(adminAnswers[name]);
    expect(await probed()).toMatchObject({ status, detail: expect.stringContaining(detail) });
    expect((await probed())?.remedy ?? '').toContain(remedy);
  });
});
