import type { Dependencies } from '../../shared/app/dependencies';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { Policy } from '../../shared/core/policy';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import type { Tenants } from '../../shared/ports/tenants';
import type { InMemoryTenant, TenantUser } from '../twins/in-memory-tenant';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import { appOfTwins } from './app';

/** A connection, and the users of its tenant. */
export interface ConnectedTenant {
  readonly connection: Connection;
  readonly users: readonly TenantUser[];
}

/** The app of twins with further tenants, and what each of them saw. */
export function connectedApp(
  connected: readonly ConnectedTenant[],
  policy: Partial<Policy> = {},
): ReturnType<typeof appOfTwins> & {
  readonly tenants: ReadonlyMap<string, InMemoryTenant>;
  readonly disconnect: (tenantId: string) => void;
} {
  const app = appOfTwins(policy);
  const { dependencies, clock } = app;
  const connections = connected.map(({ connection }) => connection);
  const tenants = new Map(
    connected.map(({ connection, users }) => [connection.tenantId, inMemoryTenant(users, clock)]),
  );
  const port: Tenants = {
    connections: () => Promise.resolve(connectionsOf([...connections])),
    access: (connection) => {
      const tenant = tenants.get(connection.tenantId);
      if (!tenant) throw new Error(`There is no tenant ${connection.tenantId}.`);
      return {
        policy: tightenPolicy(dependencies.policy, connection),
        directory: tenant.directory,
        tokenLifetimes: dependencies.tokenLifetimes,
        signInLog: dependencies.signInLog,
        revokers: { ...dependencies.revokers, graph: tenant.revoker },
        containmentMethods: {},
      };
    },
  };
  const withTenants: Dependencies = { ...dependencies, tenants: port };
  const disconnect = (tenantId: string): void => {
    const at = connections.findIndex((connection) => connection.tenantId === tenantId);
    connections.splice(at, 1);
  };
  return { ...app, dependencies: withTenants, tenants, disconnect };
}
