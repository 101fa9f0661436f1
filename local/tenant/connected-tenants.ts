import { TableClient } from '@azure/data-tables';
import type { OtherTenantSeed } from './other-tenant';

/** A tenant beside the home tenant, and what its row in the table of tenants holds beside its id. */
export interface ConnectedTenantSeed extends OtherTenantSeed {
  readonly connection: Readonly<Record<string, unknown>>;
}

/** The multi-tenant application of the local stack. */
export const APPLICATION_ID = '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b';

/** The app's settings for tenants in the table, as they would be in Azure. */
export function tenantSettings(authorityHost: string): Readonly<Record<string, string>> {
  return {
    AZURE_AUTHORITY_HOST: authorityHost,
    AZURE_CLIENT_ID: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d',
    TENANT_APPLICATION_ID: APPLICATION_ID,
    TENANTS: 'table',
  };
}

/** Writes the rows of tenants as docs/tenants.md describes them. */
export async function writeConnections(
  connectionString: string,
  seeds: readonly ConnectedTenantSeed[],
): Promise<void> {
  const table = TableClient.fromConnectionString(connectionString, 'RevocationTenants', {
    allowInsecureConnection: true,
  });
  await table.createTable();
  for (const { tenantId, connection } of seeds) {
    await table.upsertEntity({
      partitionKey: 'tenants',
      rowKey: tenantId,
      connection: JSON.stringify({ tenantId, ...connection }),
    });
  }
}
