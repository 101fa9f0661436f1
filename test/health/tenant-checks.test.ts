import { describe, expect, it } from '@jest/globals';
import type { TenantChecksOptions } from '../../shared/health/tenant-checks';
import { checkTenant } from '../../shared/health/tenant-checks';
import { namesInTenants } from '../../shared/app/names-in-policy';
import { readAppConfig } from '../../shared/config/read-environment';
import type { Connection } from '../../shared/core/connection';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { failing } from '../support/two-methods';

const APPLICATION_ID = '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b';
const FOR_SHAREPOINT = '4e8c7b6d-2a3f-4e4d-9c0b-1d2e3f4a5b6c';
const connectionTo = (tenantId: string): Connection => ({
  tenantId,
  policy: {},
  sources: ['queue'],
  sharePointAdminUrl: 'https://northwind-admin.sharepoint.com',
  applications: { sharePoint: FOR_SHAREPOINT },
});

function config() {
  const read = readAppConfig(
    {
      TENANT_ID,
      TENANTS: '[]',
      TENANT_APPLICATION_ID: APPLICATION_ID,
      AZURE_CLIENT_ID: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d',
      ServiceBusConnection__fullyQualifiedNamespace: 'example.servicebus.windows.net',
      LEDGER_STORAGE: 'memory',
    },
    '.',
  );
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'));
  return read.value;
}

/** A tenant whose token cannot be acquired, and in which SharePoint refuses the application. */
function refusing(connection: Connection) {
  const { dependencies } = connectedApp([{ connection, users: [] }]);
  const revoke = () => Promise.resolve(failing('forbidden'));
  const tenants: TenantChecksOptions['tenants'] = {
    access: (to) => {
      const access = dependencies.tenants.access(to);
      return {
        ...access,
        revokers: { ...access.revokers, sharePoint: { pausedForMs: () => 0, revoke } },
      };
    },
    graph: () => ({
      endpoint: 'https://graph.microsoft.com',
      credential: { getToken: () => Promise.reject(new Error('AADSTS700016: not found.')) },
      client: () => Promise.reject(new Error('Graph was called without a token.')),
    }),
  };
  return checkTenant(connection, {
    tenants,
    config: config(),
    lookUpsIn: namesInTenants({ directory: dependencies.directory, tenantId: TENANT_ID }),
  });
}

describe('the checks of a connected tenant', () => {
  it('have a link for the consent to each application', async () => {
    const reports = await refusing(connectionTo(OTHER_TENANT_ID));
    const remedies = reports.map(({ name, remedy }) => [name, remedy ?? '']);
    const link = (id: string) => expect.stringContaining(`/${OTHER_TENANT_ID}/adminconsent?client_id=${id}`);
    expect(remedies).toEqual(
      expect.arrayContaining([
        ['token', link(APPLICATION_ID)],
        ['Sites.FullControl.All', link(FOR_SHAREPOINT)],
      ]),
    );
    expect(remedies.join()).not.toContain('SHAREPOINT_');
  });
  it('are those of the connection and its policy in the home tenant, which the app reaches by its own identity', async () =>
    expect((await refusing(connectionTo(TENANT_ID))).map(({ name }) => name)).toEqual([
      'connection',
      'policy',
    ]));
});
