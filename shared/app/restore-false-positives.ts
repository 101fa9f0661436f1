import type { Connection } from '../core/connection';
import { isActive, isConnectionTo } from '../core/connection';
import type { Containment } from '../core/containment';
import { switchedOff } from '../core/emergency-switch';
import { namesOfContained } from '../core/false-positive';
import type { IncidentSystem } from '../core/incident';
import { incidentsToAsk } from '../core/incidents-to-ask';
import type { Incidents } from '../ports/incidents';
import type { AskedResult, AskedSystem } from './ask-incidents';
import { askIncidents } from './ask-incidents';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { policyNow } from './policy-now';
import { inTenant } from './tenant-dependencies';

/** What restoring confirmed false positives needs. */
export interface RestoringFalsePositives {
  /** What the app acts with in the home tenant. */
  readonly home: Dependencies;
  /** The incidents of a system in the tenant of a connection, or in the home tenant. Nothing is sent before their first use. */
  readonly incidentsOf: (system: IncidentSystem, connection: Connection | undefined) => Incidents;
}

/** No incident is read after so long, in ms: a read may wait four minutes for its turn, and the function has ten in all. */
const MAX_SWEEP_MS = 5 * 60_000;
const MAX_PARALLEL_SYSTEMS = 8;

/**
 * Undoes the containments whose incident is a confirmed false positive, in the tenants whose policy wants that. Where no policy does,
 * only the connections are read. Where revoking is stopped, or only allowed as what-if, all of them wait.
 *
 * @throws Unavailable when the ledger, the emergency switch or the connections cannot be read
 */
export async function restoreFalsePositives(
  restoring: RestoringFalsePositives,
): Promise<readonly AskedResult[]> {
  const { home } = restoring;
  const tenants = await tenantsThatWant(home);
  if (tenants.size === 0 || switchedOff(await policyNow(home))) return [];
  const open: Containment[] = [];
  for await (const { containment } of home.ledger.containments.open()) open.push(containment);
  // People of one tenant may look after the incidents of another.
  const contained = new Set(open.flatMap(namesOfContained));
  const until = home.clock.monotonicMs() + MAX_SWEEP_MS;
  const byTenant = Map.groupBy(open, ({ tenantId }) => tenantId.toLowerCase());
  const systems = [...tenants].flatMap(([tenantId, tenant]) =>
    systemsOf(restoring, tenant, byTenant.get(tenantId) ?? []).map((one) => ({ ...one, contained, until })),
  );
  return (await inParallel(systems, MAX_PARALLEL_SYSTEMS, askIncidents)).flat();
}

/** A tenant whose policy wants false positives to be restored. */
interface WantingTenant {
  readonly dependencies: Dependencies;
  /** Absent: the home tenant. */
  readonly connection?: Connection;
}

/** By their ids. Of the home tenant, which may have a connection, the policy says it that counts for its requests. */
async function tenantsThatWant(home: Dependencies): Promise<ReadonlyMap<string, WantingTenant>> {
  const { tenantId } = home.policy;
  const tenants = new Map<string, WantingTenant>([[tenantId.toLowerCase(), { dependencies: home }]]);
  for (const connection of (await home.tenants.connections()).all.filter(isActive)) {
    const isHome = isConnectionTo(tenantId, connection);
    if (!isHome && connection.policy.restoreFalsePositives === undefined) continue;
    const dependencies = inTenant(home, connection);
    tenants.set(connection.tenantId, isHome ? { dependencies } : { dependencies, connection });
  }
  const wants = ({ dependencies: { policy } }: WantingTenant): boolean =>
    (policy.restoreFalsePositives ?? []).length > 0;
  return new Map([...tenants].filter(([, tenant]) => wants(tenant)));
}

function systemsOf(
  { incidentsOf }: RestoringFalsePositives,
  { dependencies, connection }: WantingTenant,
  open: readonly Containment[],
): readonly Omit<AskedSystem, 'contained' | 'until'>[] {
  const { policy, clock } = dependencies;
  const { mode, restoreFalsePositives: systems = [], recordRetentionMs } = policy;
  if (mode === 'whatIf') return [];
  return incidentsToAsk(open, { systems, recordRetentionMs }, clock.now()).map(([system, asked]) => ({
    dependencies,
    incidents: incidentsOf(system, connection),
    asked,
  }));
}
