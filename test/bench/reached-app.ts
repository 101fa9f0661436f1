import { randomUUID } from 'node:crypto';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { systemClock as clock } from '../../shared/adapters/system-clock';
import { connectedTenants } from '../../shared/adapters/tenants/connected-tenants';
import { inParallel } from '../../shared/app/in-parallel';
import { connectionsOf } from '../../shared/core/connection';
import { aPolicy } from '../support/builders';

// A process of `npm run bench:tenants` that reaches every tenant, over sockets, with tokens by federation.

/** Where the tenants are. */
export interface Whereabouts {
  readonly endpoint: string;
  readonly authorityHost: string;
  readonly applicationId: string;
  readonly identityId: string;
  readonly tenantIds: readonly string[];
  /** The user who is looked up in each tenant, by so many callers at once. */
  readonly userPrincipalName: string;
  readonly callers: number;
}

/** What the process holds then. */
export interface Reached {
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly cpuMs: number;
}

/** Tenants that are reached side by side. */
const SIDE_BY_SIDE = 8;

async function reachEach(where: Whereabouts): Promise<Reached> {
  const federation = {
    identity: managedIdentity(where.identityId),
    exchangeScope: 'api://AzureADTokenExchange/.default',
    authorityHost: where.authorityHost,
    isPublicAuthority: false,
  };
  const graph = { endpoint: where.endpoint, random: Math.random, newId: randomUUID };
  const none = connectionsOf([]);
  const tenants = connectedTenants(
    { federation, applicationId: where.applicationId, graph, clock },
    aPolicy(),
    () => Promise.resolve(none),
  );
  const { userPrincipalName } = where;
  globalThis.gc?.();
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  await inParallel(where.tenantIds, SIDE_BY_SIDE, async (tenantId) => {
    const { directory, tokenLifetimes } = tenants.access({ tenantId, policy: {}, sources: ['queue'] });
    const all = Array.from({ length: where.callers }, () =>
      directory.find({ kind: 'userPrincipalName', userPrincipalName }),
    );
    const [[found]] = await Promise.all([Promise.all(all), tokenLifetimes.refresh()]);
    if (found?.kind !== 'found') throw new Error(`A tenant was not reached: ${JSON.stringify(found)}`);
  });
  const { user, system } = process.cpuUsage(cpu);
  globalThis.gc?.();
  const after = process.memoryUsage();
  return {
    heapBytes: after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers,
    residentBytes: after.rss - before.rss,
    cpuMs: (user + system) / 1000,
  };
}

process.once('message', (where) => {
  void reachEach(where as Whereabouts).then((reached) => process.send?.(reached, () => process.exit(0)));
});
