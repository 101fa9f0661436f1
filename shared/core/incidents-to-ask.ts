import type { Containment } from './containment';
import type { Incident, IncidentSystem } from './incident';
import { incidentOf } from './incident';
import { isToRestore } from './restore';

/** So many incidents of a system in a tenant are read in a sweep: an eighth of what Defender XDR takes in that time. */
export const MAX_INCIDENTS = 150;
/** How often a sweep comes, in ms. */
const SWEEP_MS = 10 * 60_000;

/** An incident, and the containments that it may undo. */
export interface IncidentToAsk {
  readonly incident: Incident;
  readonly containments: readonly Containment[];
}

/** What policy says of restoring. */
export interface RestoringPolicy {
  readonly systems: readonly IncidentSystem[];
  readonly recordRetentionMs: number;
}

/**
 * The incidents of one tenant by which containments may be undone, each once, by their systems. Where there are more of a system than a sweep
 * reads, each comes in one of the next sweeps.
 *
 * @param open those of the tenant that have not ended
 */
export function incidentsToAsk(
  open: readonly Containment[],
  policy: RestoringPolicy,
  now: Date,
): readonly (readonly [IncidentSystem, readonly IncidentToAsk[]])[] {
  const pairs = open.flatMap((containment) => {
    const incident = incidentToAsk(containment, policy, now);
    return incident ? [{ incident, containment }] : [];
  });
  const bySystem = Map.groupBy(pairs, ({ incident: { system } }) => system);
  return [...bySystem].map(([system, ofSystem]) => {
    const byId = Map.groupBy(ofSystem, ({ incident: { id } }) => id);
    const all = [...byId].map(([id, ofIncident]) => ({
      incident: { system, id },
      containments: ofIncident.map(({ containment }) => containment),
    }));
    return [system, turnOf(all, now)] as const;
  });
}

/**
 * The incident by which a containment may be undone; undefined where there is nothing to undo, policy names another system, or it is so
 * old that the ledger may have forgotten what else was asked about the user.
 */
function incidentToAsk(
  { state, changes, alert, startedAt }: Containment,
  { systems, recordRetentionMs }: RestoringPolicy,
  now: Date,
): Incident | undefined {
  if (state !== 'open' || !changes.some(isToRestore)) return undefined;
  if (!(now.getTime() - Date.parse(startedAt) < recordRetentionMs)) return undefined;
  const incident = incidentOf(alert?.incidentId);
  return incident && systems.includes(incident.system) ? incident : undefined;
}

/** Each sweep begins by another one: those that cannot be read keep none from its turn. */
function turnOf(all: readonly IncidentToAsk[], now: Date): readonly IncidentToAsk[] {
  const ordered = all.toSorted((one, other) => (one.incident.id < other.incident.id ? -1 : 1));
  const sweep = Math.floor(now.getTime() / SWEEP_MS);
  const from = (all.length <= MAX_INCIDENTS ? sweep : sweep * MAX_INCIDENTS) % ordered.length;
  return [...ordered.slice(from), ...ordered.slice(0, from)].slice(0, MAX_INCIDENTS);
}
