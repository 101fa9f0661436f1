import { incidentSystems } from '../shared/adapters/incidents/incident-systems';
import type { Config } from '../shared/config/config';
import type { Connection } from '../shared/core/connection';
import type { IncidentSystem } from '../shared/core/incident';
import type { Incidents } from '../shared/ports/incidents';
import type { Connections } from './connect';

/** The incidents of a system in the tenant of a connection, or in the home tenant. */
export type IncidentsOf = (system: IncidentSystem, connection: Connection | undefined) => Incidents;

/** Connects the systems of incidents, once for the process: all who read and write there share a pace. Nothing is sent before the first use. */
export function connectIncidents(
  { cloud, graph }: Config,
  { dependencies, credentialOf }: Pick<Connections, 'dependencies' | 'credentialOf'>,
): IncidentsOf {
  const { clock, random, newId } = dependencies;
  return incidentSystems({
    clock,
    random,
    newId,
    credentialOf,
    graphEndpoint: graph.endpoint,
    resourceManager: cloud.resourceManager,
  });
}
