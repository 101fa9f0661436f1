import type { TokenCredential } from '@azure/core-auth';
import type { Connection } from '../../core/connection';
import type { IncidentSystem } from '../../core/incident';
import type { Incidents } from '../../ports/incidents';
import type { GraphClientOptions } from '../graph/graph-client';
import { sentinelIncidents } from './sentinel-incidents';
import { xdrIncidents } from './xdr-incidents';

/** How the systems of each tenant are reached. */
export interface ReachingIncidents extends Pick<GraphClientOptions, 'clock' | 'random' | 'newId'> {
  /** Root of Microsoft Graph. */
  readonly graphEndpoint: string;
  /** Root of Azure Resource Manager. */
  readonly resourceManager: string;
  /** The credential for the tenant of a connection, or for the home tenant. */
  readonly credentialOf: (connection: Connection | undefined) => TokenCredential;
}

/** The incidents of a system in a tenant. Each has a pace of its own, which lasts as long as the process. */
export function incidentSystems({
  graphEndpoint,
  resourceManager,
  credentialOf,
  ...system
}: ReachingIncidents): (system: IncidentSystem, connection: Connection | undefined) => Incidents {
  const known = new Map<string, Incidents>();
  return (name, connection) => {
    const key = JSON.stringify([name, connection]);
    const found = known.get(key);
    if (found) return found;
    const credential = credentialOf(connection);
    const made =
      name === 'defenderXdr'
        ? xdrIncidents({ ...system, endpoint: graphEndpoint, credential })
        : sentinelIncidents({ ...system, endpoint: resourceManager, credential });
    known.set(key, made);
    return made;
  };
}
