import { describe, expect, it } from '@jest/globals';
import type { LedgerConfig } from '../../shared/config/config';
import type { Environment } from '../../shared/config/environment';
import { readConnection, readTenants } from '../../shared/config/read-tenants';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';

const table: LedgerConfig = { kind: 'identity', tableServiceUri: 'https://a.table.core.windows.net' };
const beside: Environment = {
  TENANT_ID,
  TENANT_APPLICATION_ID: '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b',
  AZURE_CLIENT_ID: '9e8d7c6b-5a49-4382-9170-6f5e4d3c2b1a',
};
const least = { tenantId: OTHER_TENANT_ID, sources: ['webhook:northwind'] };

const read = (tenants: unknown, settings: Environment = beside, ledger: LedgerConfig = table) =>
  readTenants(
    { ...settings, TENANTS: typeof tenants === 'string' ? tenants : JSON.stringify(tenants) },
    ledger,
  );
const problemsOf = (...given: Parameters<typeof read>): readonly string[] => {
  const found = read(...given);
  return found.kind === 'invalid' ? found.problems : [];
};

describe('TENANTS', () => {
  it('is absent where the app has one tenant', () => {
    expect(readTenants({ TENANT_ID }, table)).toEqual({ kind: 'valid', value: { kind: 'none' } });
  });
  it('lists connections', () => {
    const full = {
      ...least,
      tenantId: OTHER_TENANT_ID.toUpperCase(),
      name: 'Northwind',
      sharePointAdminUrl: 'https://northwind-admin.sharepoint.com/',
      applications: { sharePoint: beside['AZURE_CLIENT_ID'] },
      policy: {
        mode: 'whatIf',
        protected: { users: ['Break-Glass@northwind.example'] },
        brake: { users: 5, window: 'PT2H' },
        confirmation: { severityBelow: 'high', approvers: ['Lead@northwind.example'], expiresAfter: 'PT1H' },
        approvals: { proof: 'required', maxAuthAge: 'PT5M', quorum: 2, authenticationContext: 'c1' },
        maxRequestAge: 'PT1H',
      },
    };
    expect(read([full])).toEqual({
      kind: 'valid',
      value: {
        kind: 'listed',
        applicationId: beside['TENANT_APPLICATION_ID'],
        connections: [
          {
            tenantId: OTHER_TENANT_ID,
            name: 'Northwind',
            sharePointAdminUrl: 'https://northwind-admin.sharepoint.com',
            applications: { sharePoint: beside['AZURE_CLIENT_ID'] },
            sources: ['webhook:northwind'],
            policy: {
              mode: 'whatIf',
              protected: { users: ['break-glass@northwind.example'], groups: [], roles: [] },
              brake: { users: 5, windowMs: 7_200_000, repeats: 3 },
              confirmation: {
                groups: [],
                roles: [],
                severityBelow: 'high',
                approvers: ['lead@northwind.example'],
                expiresAfterMs: 3_600_000,
              },
              approvals: {
                proof: 'required',
                maxAuthAgeMs: 300_000,
                quorum: 2,
                authenticationContexts: ['c1'],
              },
              maxRequestAgeMs: 3_600_000,
            },
          },
        ],
      },
    });
  });
  it('sets nothing in the policy of a connection that does not', () => {
    expect(readConnection(JSON.stringify(least))).toEqual({ kind: 'valid', value: { ...least, policy: {} } });
  });
  it('may be in the table of the ledger', () => {
    expect(read('table')).toMatchObject({ kind: 'valid', value: { kind: 'table', table } });
  });

  it.each<[string, unknown, string]>([
    ['other text', 'tables', 'TENANTS: must be a JSON list, or table'],
    ['an object', {}, 'TENANTS: must be a JSON list, or table'],
    ['a connection without a tenant', [{ sources: ['queue'] }], 'TENANTS[0].tenantId: must be text'],
    [
      'a domain for a tenant',
      [{ ...least, tenantId: 'northwind.example' }],
      'TENANTS[0].tenantId: is not a GUID',
    ],
    [
      'a connection for which nobody may speak',
      [{ ...least, sources: [] }],
      'TENANTS[0].sources: must name at least one sender: nobody else may speak for the tenant',
    ],
    [
      'a sender without a proof',
      [{ ...least, sources: ['unproven'] }],
      'TENANTS[0].sources[0]: is not the name of a sender: queue, webhook:NAME, entra:APP_ID or issuer:ISS',
    ],
    ['a tenant twice', [least, least], 'TENANTS[1].tenantId: is the tenant of TENANTS[0] as well'],
    ['a misspelt field', [{ ...least, source: 'queue' }], 'TENANTS[0]: unknown field: source'],
    [
      'a policy that loosens',
      [{ ...least, policy: { brake: 'none' } }],
      'TENANTS[0].policy.brake: must be an object',
    ],
    [
      'a policy with rules of its own',
      [{ ...least, policy: { sources: [] } }],
      'TENANTS[0].policy: unknown field: sources',
    ],
    [
      'a SharePoint host with a path',
      [{ ...least, sharePointAdminUrl: 'https://a-admin.sharepoint.com/x' }],
      'TENANTS[0].sharePointAdminUrl: is not the https URL of a host',
    ],
  ])('with %s stops the start', (_, tenants, problem) => {
    expect(problemsOf(tenants)).toEqual([problem]);
  });
  it('with a key twice stops the start', () => {
    const text = `[{"tenantId":"${OTHER_TENANT_ID}","sources":["queue"],"sources":["webhook"]}]`;
    expect(problemsOf(text)).toEqual(['TENANTS: has [0].sources twice']);
  });
  it.each<[string, Environment, LedgerConfig, string]>([
    [
      'the application',
      { ...beside, TENANT_APPLICATION_ID: undefined },
      table,
      'TENANT_APPLICATION_ID: is required with TENANTS: the id (a GUID) of the multi-tenant application',
    ],
    [
      'a user-assigned identity',
      { ...beside, AZURE_CLIENT_ID: undefined },
      table,
      'AZURE_CLIENT_ID: is required with TENANTS: a system-assigned identity cannot be federated with an application',
    ],
    [
      'the id of the home tenant',
      { ...beside, TENANT_ID: 'contoso.com' },
      table,
      'TENANT_ID: must be a GUID with TENANTS: alerts name tenants by their ids',
    ],
    [
      'a storage account',
      beside,
      { kind: 'memory' },
      'TENANTS: is table, but LEDGER_STORAGE is memory: set a storage account, or list them',
    ],
  ])('without %s stops the start', (_, settings, ledger, problem) => {
    expect(problemsOf('table', settings, ledger)).toEqual([problem]);
  });
});
