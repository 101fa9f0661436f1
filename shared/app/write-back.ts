import type { Connection } from '../core/connection';
import { isActive } from '../core/connection';
import type { IncidentSystem } from '../core/incident';
import type { Policy } from '../core/policy';
import type { IncidentNote } from '../messages/incidents/incident-note';
import { incidentNote } from '../messages/incidents/incident-note';
import { readTopicMessage } from '../messages/topic-message';
import type { Clock } from '../ports/clock';
import type { Incidents } from '../ports/incidents';
import type { Tenants } from '../ports/tenants';
import { Unavailable } from '../ports/unavailable';
import type { GatheredNotes } from './gathered-notes';
import { gatheredNotes } from './gathered-notes';
import type { PassedOn, PassOn } from './pass-on';
import { writeNotes } from './write-notes';

/** What writing outcomes back needs. */
export interface WritingBack {
  /** Of the home tenant. */
  readonly policy: Pick<Policy, 'tenantId' | 'writeBack'>;
  readonly tenants: Tenants;
  readonly clock: Pick<Clock, 'sleep'>;
  /** The incidents of a system in the tenant of a connection, or in the home tenant. Nothing is sent before their first use. */
  readonly incidentsOf: (system: IncidentSystem, connection: Connection | undefined) => Incidents;
  readonly consoleUrl?: string;
}

/** Lets the incident that caused an outcome learn it, where its tenant wants that: at least once, and many at once by one comment. */
export function incidentWriter(app: WritingBack): PassOn {
  const groups = new Map<string, GatheredNotes>();
  return async (body): Promise<PassedOn> => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other' || message.event.type !== 'io.github.session-revoker.outcome.v1') {
      return { kind: 'skipped' };
    }
    const note = incidentNote(message.event);
    if (!note) return { kind: 'skipped' };
    const eventId = message.event.id;
    const found = await incidentsFor(app, note);
    if (found.kind !== 'found') return found.kind === 'failed' ? { ...found, eventId } : found;
    const key = JSON.stringify([note.tenantId, note.incident]);
    const group =
      groups.get(key) ?? gatheredNotes(app.clock, (notes) => writeNotes(found.incidents, notes, app));
    groups.set(key, group);
    try {
      return { ...(await group.add(note)), eventId };
    } finally {
      if (group.isEmpty()) groups.delete(key);
    }
  };
}

type Found =
  | { readonly kind: 'found'; readonly incidents: Incidents }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly reason: string };

async function incidentsFor(app: WritingBack, { tenantId, incident }: IncidentNote): Promise<Found> {
  const { system } = incident;
  if (tenantId.toLowerCase() === app.policy.tenantId.toLowerCase()) {
    return isWanted(app.policy, system) ? found(app.incidentsOf(system, undefined)) : { kind: 'skipped' };
  }
  try {
    const connection = (await app.tenants.connections()).to(tenantId);
    if (!connection || !isActive(connection)) return { kind: 'skipped' };
    const { policy } = app.tenants.access(connection);
    return isWanted(policy, system) ? found(app.incidentsOf(system, connection)) : { kind: 'skipped' };
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return { kind: 'failed', reason: failure.message };
  }
}

function found(incidents: Incidents): Found {
  return { kind: 'found', incidents };
}

function isWanted({ writeBack = [] }: Pick<Policy, 'writeBack'>, system: IncidentSystem): boolean {
  return writeBack.includes(system);
}
