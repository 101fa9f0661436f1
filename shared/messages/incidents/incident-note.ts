import { compact } from '../../core/compact';
import type { Incident } from '../../core/incident';
import { digest } from '../../core/ids';
import { incidentMarker, incidentOf } from '../../core/incident';
import type { OutcomeEvent } from '../outcome-event';
import { shownTime } from '../notifications/shown-text';
import { plainText } from './plain-text';

/** What an incident learns of one outcome. */
export interface IncidentNote {
  readonly incident: Incident;
  readonly tenantId: string;
  readonly requestId: string;
  /** Ends the text: a comment that has it says this already. */
  readonly marker: string;
  /** One line without markup. */
  readonly text: string;
}

/** They answer a repetition. A comment is an update of the incident, which can send it again: this ends the circle. */
const ANSWERS_A_REPETITION: ReadonlySet<string> = new Set(['duplicate', 'nothingToDo', 'rejected']);

const MAX_ID = 200;
const MINUTE_MS = 60_000;

/** The note of an outcome; undefined if no incident is to learn of it. */
export function incidentNote({ id, data }: OutcomeEvent): IncidentNote | undefined {
  const incident = incidentOf(data.alert?.incidentId);
  const { tenantId, requestId } = data;
  if (!incident || tenantId === undefined || ANSWERS_A_REPETITION.has(data.status)) return undefined;
  const marker = markerOf(id, incident, data);
  return { incident, tenantId, requestId, marker, text: `${sentencesOf(data).join(' ')} ${marker}` };
}

type Data = OutcomeEvent['data'];

/**
 * What was done has a marker of its own. What was not done has the same marker each time, so that an incident which is sent again
 * by its own comment learns it once.
 */
function markerOf(id: string, incident: Incident, { status, predicted, user, revokedAt }: Data): string {
  const about =
    revokedAt === undefined
      ? [incident.system, incident.id, user?.id ?? user?.reference ?? '', status, predicted ?? '']
      : [id];
  return incidentMarker(digest(about));
}

function sentencesOf(data: Data): readonly string[] {
  const { message, detail, requestId, completedAt, revokedAt, effectiveNoLaterThan, alert } = data;
  const contained = revokedAt === undefined ? undefined : timeToContain(alert?.createdAt, revokedAt);
  const said = compact({ message: plainText(message), detail: detail && plainText(detail) });
  return [
    `${shownTime(revokedAt ?? completedAt)}:`,
    said.message,
    ...(said.detail === undefined || said.message.includes(said.detail) ? [] : [said.detail]),
    ...(contained === undefined ? [] : [`Time to contain: ${contained}.`]),
    ...(effectiveNoLaterThan === undefined
      ? []
      : [`Tokens end by ${shownTime(effectiveNoLaterThan)} at the latest.`]),
    `Status ${plainText(data.status)}, request ${plainText(requestId, MAX_ID)}.`,
  ];
}

/** From the alert to the revocation; undefined where nothing says when the alert was raised, or it says a later time. */
function timeToContain(raisedAt: string | undefined, revokedAt: string): string | undefined {
  const ms = raisedAt === undefined ? Number.NaN : Date.parse(revokedAt) - Date.parse(raisedAt);
  if (!(ms >= 0)) return undefined;
  const [minutes, seconds] = [Math.floor(ms / MINUTE_MS), Math.round((ms % MINUTE_MS) / 1000)];
  return minutes === 0 ? `${String(seconds)} s` : `${String(minutes)} min ${String(seconds)} s`;
}
