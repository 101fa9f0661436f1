import type { TokenCredential } from '@azure/core-auth';
import { cloudNamed, cloudNames } from '../../config/clouds';
import type { Config } from '../../config/config';
import { connectionsOf } from '../../core/connection';
import type { ConnectionStore, StoredConnections } from '../../ports/connection-store';
import type { TicketStore } from '../../ports/ticket-store';
import { storageTable } from '../connections/ledger-table';
import { noTenants } from '../no-tenants';
import type { ConnectedTenants, Reaching } from './connected-tenants';
import { connectedTenants } from './connected-tenants';
import { CONNECTIONS_TABLE, connectionTable } from './connection-table';
import { rememberedConnections } from './remembered-connections';

/** The tenants that the configuration connects, and where their connections are. */
export interface ConfiguredTenants {
  readonly tenants: ConnectedTenants;
  /** Reads the connections now. */
  readonly list: () => Promise<StoredConnections>;
  /** Where connections are written; absent: they are in the setting `TENANTS`, or there are none. */
  readonly store?: ConnectionStore;
}

const NONE: ConfiguredTenants = {
  tenants: {
    ...noTenants,
    graph: ({ tenantId }) => {
      throw new Error(`The tenant ${tenantId} is not connected.`);
    },
    withoutConsent: () => [],
  },
  list: () => Promise.resolve({ connections: [], problems: new Map() }),
};

/** What all tenants of a process share. */
export interface SystemOfTenants
  extends Pick<Reaching, 'clock'>, Pick<Reaching['graph'], 'random' | 'newId'> {
  readonly tickets: TicketStore;
}

/** The tenants that the configuration connects. Nothing is sent before the first use. */
export function configuredTenants(
  config: Pick<Config, 'tenants' | 'policy' | 'cloud' | 'graph'>,
  identity: TokenCredential,
  system: SystemOfTenants,
): ConfiguredTenants {
  const { tenants, policy } = config;
  const { clock } = system;
  switch (tenants.kind) {
    case 'none':
      return NONE;
    case 'listed': {
      const stored = { connections: tenants.connections, problems: new Map() };
      const listed = connectionsOf(tenants.connections);
      const reaching = reachingOf(config, tenants.applicationId, identity, system);
      return {
        tenants: connectedTenants(reaching, policy, () => Promise.resolve(listed)),
        list: () => Promise.resolve(stored),
      };
    }
    case 'table': {
      const store = connectionTable(storageTable(tenants.table, CONNECTIONS_TABLE, () => identity));
      const list = () => store.list();
      const reaching = reachingOf(config, tenants.applicationId, identity, system);
      return { tenants: connectedTenants(reaching, policy, rememberedConnections(list, clock)), list, store };
    }
  }
}

function reachingOf(
  { cloud, graph: { endpoint } }: Pick<Config, 'cloud' | 'graph'>,
  applicationId: string,
  identity: TokenCredential,
  { clock, tickets, ...system }: SystemOfTenants,
): Reaching {
  const { tokenExchangeAudience, authorityHost } = cloud;
  const isPublicAuthority = cloudNames.some((name) => cloudNamed(name).authorityHost === authorityHost);
  const exchangeScope = `${tokenExchangeAudience}/.default`;
  const federation = { identity, exchangeScope, authorityHost, isPublicAuthority };
  const { random, newId } = system;
  const containment = { cloud, tickets };
  return { federation, applicationId, graph: { endpoint, random, newId }, clock, containment };
}
