import { compact } from '../core/compact';
import type { IncidentComment } from '../messages/incidents/incident-comment';
import { incidentComments } from '../messages/incidents/incident-comment';
import type { IncidentNote } from '../messages/incidents/incident-note';
import type { IncidentFailure, Incidents } from '../ports/incidents';
import type { NoteResult } from './gathered-notes';

const NOT_FOUND: NoteResult = { kind: 'refused', reason: 'the incident does not exist' };
const DONE: NoteResult = { kind: 'passedOn' };

/**
 * Writes notes of one incident: reads it, adds what no comment of it says yet, and then the tag. A crash at any point is answered by
 * doing it again.
 */
export async function writeNotes(
  incidents: Incidents,
  notes: readonly IncidentNote[],
  { consoleUrl }: { readonly consoleUrl?: string },
): Promise<ReadonlyMap<string, NoteResult>> {
  const [first] = notes;
  const markers = notes.map(({ marker }) => marker);
  if (!first) return new Map();
  const { id } = first.incident;
  const incident = await incidents.read(id);
  if (incident.kind === 'notFound') return all(markers, NOT_FOUND);
  if (incident.kind === 'failed') return all(markers, failed(incident));
  const isSaid = (marker: string): boolean => incident.comments.some((text) => text.includes(marker));
  const comments = incidentComments(
    notes.filter(({ marker }) => !isSaid(marker)),
    consoleUrl,
  );
  const results = new Map(all(markers.filter(isSaid), DONE));
  for (const [n, comment] of comments.entries()) {
    const written = await incidents.comment(id, comment);
    if (written.kind === 'failed') {
      for (const [marker, result] of all(markersOf(comments.slice(n)), failed(written)))
        results.set(marker, result);
      return results;
    }
    for (const marker of comment.markers) results.set(marker, DONE);
  }
  if (incident.isTagged) return results;
  const tagged = await incidents.tag(id);
  return tagged.kind === 'failed' ? all(markers, failed(tagged)) : results;
}

function markersOf(comments: readonly IncidentComment[]): readonly string[] {
  return comments.flatMap(({ markers }) => markers);
}

function all(markers: readonly string[], result: NoteResult): ReadonlyMap<string, NoteResult> {
  return new Map(markers.map((marker) => [marker, result]));
}

function failed({ reason, retryAfterMs }: IncidentFailure): NoteResult {
  return compact({ kind: 'failed' as const, reason, retryAfterMs });
}
