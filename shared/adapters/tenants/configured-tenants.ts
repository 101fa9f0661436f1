import type { TokenCredential } from '@azure/core-auth';
import { cloudNamed, cloudNames } from '../../config/clouds';
import type { Config } from '../../config/config';
import { connectionsOf } from '../../core/connection';
import type { Tenants } from '../../ports/tenants';
import { storageTable } from '../connections/ledger-table';
import { noTenants } from '../no-tenants';
import type { Reaching } from './connected-tenants';
import { connectedTenants } from './connected-tenants';
import { CONNECTIONS_TABLE, readConnections } from './connection-table';
import { rememberedConnections } from './remembered-connections';

/** The tenants that the configuration connects. Nothing is sent before the first use. */
export function configuredTenants(
  { tenants, policy, cloud, graph }: Pick<Config, 'tenants' | 'policy' | 'cloud' | 'graph'>,
  identity: TokenCredential,
  system: Pick<Reaching, 'clock'> & Pick<Reaching['graph'], 'random' | 'newId'>,
): Tenants {
  if (tenants.kind === 'none') return noTenants;
  const { tokenExchangeAudience, authorityHost } = cloud;
  const isPublicAuthority = cloudNames.some((name) => cloudNamed(name).authorityHost === authorityHost);
  const federation = {
    identity,
    exchangeScope: `${tokenExchangeAudience}/.default`,
    authorityHost,
    isPublicAuthority,
  };
  const { endpoint } = graph;
  const { clock } = system;
  const reaching = {
    federation,
    applicationId: tenants.applicationId,
    graph: { endpoint, ...system },
    clock,
  };
  return connectedTenants(reaching, policy, connectionsIn(tenants, identity, clock));
}

function connectionsIn(
  tenants: Exclude<Config['tenants'], { readonly kind: 'none' }>,
  identity: TokenCredential,
  clock: Reaching['clock'],
): Tenants['connections'] {
  if (tenants.kind === 'listed') {
    const listed = connectionsOf(tenants.connections);
    return () => Promise.resolve(listed);
  }
  const table = storageTable(tenants.table, CONNECTIONS_TABLE, () => identity);
  return rememberedConnections(() => readConnections(table), clock);
}
