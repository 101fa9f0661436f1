/** The systems whose incidents can learn outcomes; the names are part of the contract. */
export const incidentSystems = ['defenderXdr', 'sentinel'] as const;

export type IncidentSystem = (typeof incidentSystems)[number];

/** An incident, by the id that its system knows it by. */
export interface Incident {
  readonly system: IncidentSystem;
  readonly id: string;
}

/** Defender XDR numbers its incidents. */
const NUMBER = /^[1-9]\d{0,18}$/;

const NAME = String.raw`[\w.()-]{1,90}`;
/** The resource id of an incident of Microsoft Sentinel: it becomes a path, in which no name is `.` or `..`. */
const RESOURCE = new RegExp(
  String.raw`^/subscriptions/[0-9a-f-]{36}/resourceGroups/(?!\.+/)${NAME}/providers/Microsoft\.OperationalInsights/workspaces/(?!\.+/)${NAME}/providers/Microsoft\.SecurityInsights/incidents/[\w-]{1,64}$`,
  'i',
);

/** The incident that an alert names; undefined if no system has such an id. */
export function incidentOf(incidentId: string | undefined): Incident | undefined {
  if (incidentId === undefined) return undefined;
  if (NUMBER.test(incidentId)) return { system: 'defenderXdr', id: incidentId };
  return RESOURCE.test(incidentId) ? { system: 'sentinel', id: incidentId.toLowerCase() } : undefined;
}

/** Whether two are one incident of one tenant. */
export function isSameIncident(one: Incident, other: Incident | undefined): boolean {
  return one.system === other?.system && one.id === other.id;
}

/** How each line of a comment of the app ends: a marker of 80 bits. */
const MARKER = /\(session-revoker [\da-f]{20}\)/;

/** The marker of what a line of a comment says. */
export function incidentMarker(digits: string): string {
  return `(session-revoker ${digits.slice(0, 20)})`;
}

/** Whether a comment of an incident is of the app. */
export function isOwnComment(text: string): boolean {
  return MARKER.test(text);
}
