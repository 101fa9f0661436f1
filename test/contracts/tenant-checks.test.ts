import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { connectedTenants } from '../../shared/adapters/tenants/connected-tenants';
import { namesInTenants } from '../../shared/app/names-in-policy';
import { cloudNamed } from '../../shared/config/clouds';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import { checkTenant } from '../../shared/health/tenant-checks';
import type { Tenant } from '../../local/tenant/tenant';
import { OTHER_TENANT_ID, TENANT_ID, aPolicy } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import { webhookOf } from '../support/webhook-of';

const APPLICATION_ID = '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b';
const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };

let running: Tenant;
beforeAll(async () => {
  const tenants = [{ tenantId: OTHER_TENANT_ID, users: [robin] }];
  running = await loopbackTenant({ others: { applicationId: APPLICATION_ID, tenants } });
});
afterAll(() => running.stop());

async function checked(changes: Partial<Connection>) {
  const clock = fixedClock();
  const policy = aPolicy();
  const federation = {
    identity: managedIdentity(randomUUID()),
    exchangeScope: 'api://AzureADTokenExchange/.default',
    authorityHost: running.authorityHost,
    isPublicAuthority: false,
  };
  const tenants = connectedTenants(
    { federation, applicationId: APPLICATION_ID, graph: graphOptions(running, clock), clock },
    policy,
    () => Promise.resolve(connectionsOf([])),
  );
  const connection: Connection = {
    tenantId: OTHER_TENANT_ID,
    policy: {},
    sources: ['queue'],
    ...changes,
  };
  const { directory: home } = tenants.access(connection);
  const reports = await checkTenant(connection, {
    tenants,
    config: {
      policy,
      webhook: webhookOf(),
      cloud: { ...cloudNamed('global'), authorityHost: running.authorityHost },
      tenants: { kind: 'listed', connections: [], applicationId: APPLICATION_ID },
    },
    lookUpsIn: namesInTenants({ directory: home, tenantId: TENANT_ID }),
  });
  return new Map(reports.map(({ name, ...report }) => [name, report]));
}
const naming = (user: string): Partial<Connection> => ({
  policy: {
    protected: { users: [user], groups: [], roles: [] },
    confirmation: { groups: [], roles: [], approvers: [user] },
  },
});

describe('the checks of a connected tenant', () => {
  it('look up whom the policy of the connection names', async () => {
    const found = await checked(naming(robin.userPrincipalName));
    expect([found.get('protected accounts')?.status, found.get('approvers')?.status]).toEqual(['ok', 'ok']);
    const missing = await checked(naming('nobody@northwind.example'));
    expect(missing.get('protected accounts')).toMatchObject({
      status: 'failed',
      detail: 'policy.protected.users[0] does not exist in the directory.',
    });
    expect(missing.get('approvers')).toMatchObject({
      status: 'warning',
      remedy: 'Correct confirmation.approvers in the policy of the connection.',
    });
  });
  it('leave out what the policy of the connection does not name', async () => {
    const names = [...(await checked({})).keys()];
    expect(names).toEqual(expect.arrayContaining(['connection', 'token', 'policy']));
    expect(names).not.toEqual(expect.arrayContaining(['protected accounts']));
    expect(names).not.toEqual(expect.arrayContaining(['approvers']));
  });
  it('of one that is disconnected ask it for nothing', async () => {
    const before = running.calls.length;
    expect([
      ...(await checked({ disconnected: true, ...naming('nobody@northwind.example') })).keys(),
    ]).toEqual(['connection']);
    expect(running.calls.length).toBe(before);
  });
  it('without consent name the link for it, and that of SharePoint’s application', async () => {
    const other = running.others.get(OTHER_TENANT_ID);
    other?.consented.clear();
    const applications = { sharePoint: randomUUID() };
    const reports = await checked({
      applications,
      sharePointAdminUrl: 'https://northwind-admin.sharepoint.com',
      ...naming('nobody@northwind.example'),
    });
    expect(reports.get('token')?.remedy).toContain(`client_id=${APPLICATION_ID}`);
    expect(reports.get('Sites.FullControl.All')?.remedy).toContain(`client_id=${applications.sharePoint}`);
    expect(reports.has('protected accounts')).toBe(false);
    other?.consented.add(APPLICATION_ID);
  });
});
