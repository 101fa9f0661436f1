import * as z from 'zod';
import { compact } from '../../core/compact';
import { writeDetail } from '../../core/detail';
import type { IncidentState } from '../../core/false-positive';
import { isOwnComment } from '../../core/incident';
import type { Incidents, IncidentFailure, IncidentWritten } from '../../ports/incidents';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphCall, GraphClient, GraphClientOptions } from '../graph/graph-client';
import { graphClient } from '../graph/graph-client';
import type { RetryBudget } from '../graph/retry-delay';
import { steadyPace } from './steady-pace';

export const INCIDENTS_PERMISSION = 'SecurityIncident.ReadWrite.All';
/** Enough to read what an incident was classified as. */
export const INCIDENTS_READ_PERMISSION = 'SecurityIncident.Read.All';
/** The tag by which incidents with comments of the app are found. */
export const INCIDENT_TAG = 'session-revoker';

/** Graph takes 150 calls a minute for an application and a tenant ("Microsoft Graph service-specific throttling limits"): two processes may be busy at a time. */
export const CALLS_PER_MINUTE = 70;

/** A comment that was not answered may be there: nothing is sent again before the incident was read. A turn may take minutes. */
const ONE_TRY: RetryBudget = {
  totalMs: 0,
  attempts: 1,
  attemptMs: 15_000,
  firstDelayMs: 0,
  maxDelayMs: 0,
  maxTurnMs: 240_000,
};

const text = z.string().nullish();
const incident = z.object({
  comments: z.array(z.object({ comment: text, createdDateTime: text })).nullish(),
  customTags: z.array(z.string()).nullish(),
  // "incident resource type" of Microsoft Graph. Examples there have the values in another case.
  status: text,
  classification: text,
  lastUpdateDateTime: text,
  assignedTo: text,
  lastModifiedBy: text,
});

/** The incidents of Defender XDR in one tenant, through Microsoft Graph (application permission `SecurityIncident.ReadWrite.All`). */
export function xdrIncidents(options: Omit<GraphClientOptions, 'pace' | 'budget'>): Incidents {
  // Reads and writes count against one quota.
  const pace = steadyPace(CALLS_PER_MINUTE, options.clock);
  const graph = graphClient({ ...options, pace: { reads: pace, writes: pace }, budget: ONE_TRY });
  return {
    read: async (id) => {
      const found = await readIncident(graph, id);
      if (found.kind !== 'read') return found;
      const { comments, customTags } = found.incident;
      return {
        kind: 'read',
        comments: (comments ?? []).flatMap(({ comment }) => comment ?? []),
        isTagged: isTagged(customTags ?? []),
      };
    },
    judge: async (id) => {
      const found = await readIncident(graph, id, INCIDENTS_READ_PERMISSION);
      return found.kind === 'read' ? { kind: 'judged', state: stateOf(found.incident) } : found;
    },
    comment: (id, { text: comment }) =>
      write(graph, {
        method: 'POST',
        path: `/security/incidents/${id}/comments`,
        permission: INCIDENTS_PERMISSION,
        body: { '@odata.type': 'microsoft.graph.security.alertComment', comment },
      }),
    tag: async (id) => {
      // The tags are written as a whole: those that somebody has added since the first reading must stay.
      const found = await readIncident(graph, id);
      if (found.kind === 'failed') return found;
      if (found.kind === 'notFound') return { kind: 'written' };
      const tags = found.incident.customTags ?? [];
      if (isTagged(tags)) return { kind: 'written' };
      const body = { customTags: [...tags, INCIDENT_TAG] };
      const path = `/security/incidents/${id}`;
      return write(graph, { method: 'PATCH', path, permission: INCIDENTS_PERMISSION, body });
    },
  };
}

function isTagged(tags: readonly string[]): boolean {
  return tags.some((tag) => tag.toLowerCase() === INCIDENT_TAG);
}

/** Only these two words count: an incident that is merged into another is `redirected`, and expected activity is no false positive. */
function stateOf(read: z.infer<typeof incident>): IncidentState {
  const { status, classification, lastUpdateDateTime, assignedTo, lastModifiedBy, comments } = read;
  const own = (comments ?? []).filter(({ comment }) => isOwnComment(comment ?? ''));
  const times = own.flatMap(({ createdDateTime }) => createdDateTime ?? []);
  return compact({
    isFalsePositive: isWord(status, 'resolved') && isWord(classification, 'falsePositive'),
    changedAt: lastUpdateDateTime ?? undefined,
    people: [assignedTo, lastModifiedBy].flatMap((name) => name ?? []),
    commentedAt: times.length === own.length ? times : undefined,
  });
}

function isWord(value: string | null | undefined, word: string): boolean {
  return value?.toLowerCase() === word.toLowerCase();
}

type Found =
  | { readonly kind: 'read'; readonly incident: z.infer<typeof incident> }
  | { readonly kind: 'notFound' }
  | IncidentFailure;

async function readIncident(
  graph: GraphClient,
  id: string,
  permission: typeof INCIDENTS_PERMISSION | typeof INCIDENTS_READ_PERMISSION = INCIDENTS_PERMISSION,
): Promise<Found> {
  const path = `/security/incidents/${id}`;
  const answer = await graph({ method: 'GET', path, permission });
  if (answer.kind === 'notFound') return { kind: 'notFound' };
  if (answer.kind === 'failed') return failureOf(answer);
  const parsed = incident.safeParse(answer.body);
  return parsed.success
    ? { kind: 'read', incident: parsed.data }
    : { kind: 'failed', reason: 'Graph answered something else than an incident.', isOfIncident: true };
}

async function write(graph: GraphClient, call: GraphCall): Promise<IncidentWritten> {
  const answer = await graph(call);
  if (answer.kind === 'ok') return { kind: 'written' };
  return answer.kind === 'failed'
    ? failureOf(answer)
    : { kind: 'failed', reason: 'The incident does not exist any more.' };
}

function failureOf({ failure }: Extract<GraphAnswer, { kind: 'failed' }>): IncidentFailure {
  const { kind, detail, retryAfterMs } = failure;
  // Its id is chosen by senders: Graph refuses numbers that are too large.
  const isOfIncident = kind === 'badRequest' ? (true as const) : undefined;
  return compact({ kind: 'failed' as const, reason: writeDetail(detail), retryAfterMs, isOfIncident });
}
