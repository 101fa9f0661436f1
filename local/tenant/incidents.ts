import { compact } from '../../shared/core/compact';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';

/** An incident of Defender XDR, as far as the app uses it. */
export interface XdrIncident {
  readonly id: string;
  readonly comments: { readonly comment: string; readonly createdDateTime: string }[];
  customTags: string[];
  status: string;
  classification: string;
  assignedTo: string | null;
  lastModifiedBy: string | null;
  lastUpdateDateTime: string;
}

/** What "Update incident" changes, beside the tags. */
export type IncidentUpdate = Partial<Pick<XdrIncident, 'status' | 'classification' | 'assignedTo'>>;

/** The incidents of a tenant. */
export class TenantIncidents {
  readonly #known = new Map<string, XdrIncident>();

  add(id: string, customTags: readonly string[] = [], now = new Date()): XdrIncident {
    const incident: XdrIncident = {
      id,
      comments: [],
      customTags: [...customTags],
      status: 'active',
      classification: 'unknown',
      assignedTo: null,
      lastModifiedBy: null,
      lastUpdateDateTime: now.toISOString(),
    };
    this.#known.set(id, incident);
    return incident;
  }

  /** A person updates an incident. */
  update(id: string, update: IncidentUpdate, by: string, now = new Date()): void {
    const incident = this.#known.get(id);
    if (!incident) throw new Error(`There is no incident ${id}.`);
    Object.assign(incident, update, { lastModifiedBy: by, lastUpdateDateTime: now.toISOString() });
  }

  find(id: string): XdrIncident | undefined {
    return this.#known.get(id);
  }

  list(): readonly XdrIncident[] {
    return [...this.#known.values()];
  }
}

/** Either of them lets an application read incidents. */
export const INCIDENTS_READ_PERMISSIONS = [
  'SecurityIncident.Read.All',
  'SecurityIncident.ReadWrite.All',
] as const;

const PATH = /^\/security\/incidents(?:\/([^/]+)(\/comments)?)?$/;

/** "List incidents", "Get incident", "Create comment for incident" and "Update incident" of Microsoft Graph. */
export function answerIncidents(
  incidents: TenantIncidents,
  { method, body = '' }: GraphRequest,
  path: string,
  now: Date,
): GraphResponse | undefined {
  const found = PATH.exec(path);
  if (!found) return undefined;
  const [, id, comments] = found;
  if (id === undefined) return { status: 200, body: { value: incidents.list().slice(0, 1) } };
  const incident = incidents.find(id);
  if (!incident) return failure(404, 'ResourceNotFound', 'The incident does not exist.');
  if (method === 'GET' && comments === undefined) return { status: 200, body: incident };
  const written = JSON.parse(body || '{}') as Written;
  if (method === 'POST' && comments !== undefined) {
    if (typeof written.comment !== 'string') return failure(400, 'BadRequest', 'A comment is text.');
    incident.comments.push({ comment: written.comment, createdDateTime: now.toISOString() });
    incident.lastUpdateDateTime = now.toISOString();
    return { status: 200, body: { value: incident.comments } };
  }
  if (method === 'PATCH' && comments === undefined) {
    const changes = changesOf(written);
    if (!changes) return failure(400, 'BadRequest', 'Tags are a list, and the other properties are text.');
    Object.assign(incident, changes, { lastUpdateDateTime: now.toISOString() });
    return { status: 200, body: incident };
  }
  return failure(405, 'MethodNotAllowed', 'Method not allowed.');
}

interface Written {
  readonly comment?: unknown;
  readonly customTags?: unknown;
  readonly status?: unknown;
  readonly classification?: unknown;
  readonly assignedTo?: unknown;
}

/** What an update changes; undefined where it changes nothing, or has a value of another type. */
function changesOf({ customTags, status, classification, assignedTo }: Written): object | undefined {
  const changes = compact({ customTags, status, classification, assignedTo });
  const isWrong = Object.entries(changes).some(([name, value]) =>
    name === 'customTags' ? !Array.isArray(value) : typeof value !== 'string',
  );
  return isWrong || Object.keys(changes).length === 0 ? undefined : changes;
}
