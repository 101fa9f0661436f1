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
const cloud = 'global';
const LINK = 'https://login.example/consent';

describe('the configuration of SharePoint', () => {
  it.each([
    ['global', 'https://contoso-admin.sharepoint.com'],
    ['usGov', 'https://contoso-admin.sharepoint.us'],
    ['china', 'https://contoso-admin.sharepoint.cn'],
    ['usGovDod', 'https://contoso-admin.sharepoint-mil.us'],
  ] as const)('is in order in the cloud %s with its admin host %s', async (own, adminUrl) =>
    expect(await checkHealth(sharePointChecks({ adminUrl, cloud: own }, policy))).toMatchObject([
      { status: 'ok' },
    ]),
  );
  it('is a warning with the admin host of another cloud, and names the setting of a connection', async () => {
    const adminUrl = 'https://contoso-admin.sharepoint.us';
    expect(await checkHealth(sharePointChecks({ adminUrl, cloud, consentLink: LINK }, policy))).toMatchObject(
      [
        {
          status: 'warning',
          detail: 'sharePointAdminUrl of the connection is an admin host of another cloud: CLOUD is global.',
          remedy: 'Set it to https://NAME-admin.sharepoint.com.',
        },
      ],
    );
  });
  it.each([
    'https://contoso.sharepoint.com',
    'https://contoso-admin.sharepoint.com.example.org',
    'https://evil-sharepoint.com',
  ])('is a warning, and no error, with the host %s', async (adminUrl) =>
    expect(await checkHealth(sharePointChecks({ adminUrl, cloud }, policy))).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('not an admin host') },
    ]),
  );
  it('is a warning where Graph is off', async () => {
    const adminUrl = 'https://contoso-admin.sharepoint.com';
    expect(
      await checkHealth(sharePointChecks({ adminUrl, cloud }, aPolicy({ methods: ['sharePoint'] }))),
    ).toMatchObject([{ status: 'warning', detail: expect.stringContaining('Graph is off') }]);
  });
});

describe('the call that asks SharePoint itself', () => {
  const probed = async () => {
    const credential = managedIdentity();
    const { adminUrl } = host;
    const probe = sharePointRevoker({ adminUrl, credential, clock: systemClock, callMs: 500 });
    const [, report] = await checkHealth(sharePointChecks({ adminUrl, cloud, probe }, policy));
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
