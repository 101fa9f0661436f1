import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import { namesInTenants } from '../app/names-in-policy';
import type { ConfiguredTenants } from '../adapters/tenants/configured-tenants';
import type { Config } from '../config/config';
import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import type { Clock } from '../ports/clock';
import type { Directory } from '../ports/directory';
import type { TenantDesk } from './tenant-desk';

// The part of the composition root for connected tenants.

/** The tenants that the configuration connects. Nothing is sent before the first use. */
export async function connectedTenants(
  config: Config,
  identity: Promise<TokenCredential>,
  clock: Clock,
): Promise<ConfiguredTenants> {
  const [{ configuredTenants }, { inMemoryTickets }] = await Promise.all([
    import('../adapters/tenants/configured-tenants.js'),
    import('../adapters/ledger/in-memory-tickets.js'),
  ]);
  const system = { clock, random: Math.random, newId: randomUUID, tickets: inMemoryTickets() };
  return configuredTenants(config, await identity, system);
}

/** The same, for commands about connections. */
export async function tenantDesk(
  config: Config,
  identity: Promise<TokenCredential>,
  clock: Clock,
  directory: Directory,
): Promise<TenantDesk> {
  const [{ list, store, tenants }, { checkTenant }, { judgeConnection }] = await Promise.all([
    connectedTenants(config, identity, clock),
    import('../health/tenant-checks.js'),
    import('../health/connection-check.js'),
  ]);
  const { authorityHost } = config.cloud;
  const applicationId = config.tenants.kind === 'none' ? undefined : config.tenants.applicationId;
  const lookUpsIn = namesInTenants({ directory, tenantId: config.policy.tenantId });
  const check = (connection: Connection) => checkTenant(connection, { tenants, config, lookUpsIn });
  const judge = (connection: Connection) => judgeConnection(connection, config);
  return compact({
    list,
    store,
    check,
    judge,
    homeTenantId: config.policy.tenantId,
    applicationId,
    authorityHost,
  });
}
