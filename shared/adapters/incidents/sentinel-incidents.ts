import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { compact } from '../../core/compact';
import type { IncidentState } from '../../core/false-positive';
import { isOwnComment } from '../../core/incident';
import type { Clock } from '../../ports/clock';
import type { IncidentFailure, IncidentJudged, IncidentRead, Incidents } from '../../ports/incidents';
import { fairTurns } from '../graph/fair-turns';
import { attemptOnce } from '../http/attempt';
import { bearerAuthorization } from '../http/authorization';
import { parseJson, printable } from '../http/body';
import { parseRetryAfter } from '../http/retry-after';
import { steadyPace } from './steady-pace';

/** Of Microsoft Sentinel's resource provider; the oldest that all clouds have by now, and the call is the same in later ones. */
const API_VERSION = 'api-version=2024-03-01';
/** Azure Resource Manager refills ten calls a second for an identity in a subscription ("Understand how ARM throttles requests"). */
export const ARM_CALLS_PER_MINUTE = 120;
const CALL_MS = 15_000;
const MAX_TURN_MS = 240_000;
/** Sentinel keeps 100 comments of an incident: pages that do not end are not followed further. */
const MAX_PAGES = 10;

export interface SentinelOptions {
  /** The root of Azure Resource Manager, an https URL without a trailing slash; the token is sent nowhere else. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** Absent: one with connections of its own. */
  readonly httpClient?: HttpClient;
}

const word = z.string().nullish();
const comment = z.object({ message: word, createdTimeUtc: word, lastModifiedTimeUtc: word });
const page = z.object({
  value: z.array(z.object({ properties: comment.nullish() })),
  nextLink: z.string().nullish(),
});
/** "Incidents - Get" of Microsoft Sentinel. */
const incident = z.object({
  properties: z.object({
    status: word,
    classification: word,
    lastModifiedTimeUtc: word,
    owner: z.object({ assignedTo: word, email: word, userPrincipalName: word, objectId: word }).nullish(),
  }),
});
const errorBody = z.object({ error: z.object({ code: z.string() }) });

/** The incidents of Microsoft Sentinel, through Azure Resource Manager (role Microsoft Sentinel Responder on the workspace; Reader to judge alone). */
export function sentinelIncidents(options: SentinelOptions): Incidents {
  const call = callerOf(options);
  return {
    read: async (id) => {
      const found = await readComments(call, id);
      if (found.kind !== 'comments') return found;
      const comments = found.comments.flatMap(({ message }) => message ?? []);
      return { kind: 'read', comments, isTagged: true };
    },
    judge: (id) => judge(call, id),
    comment: async (id, { id: uuid, text }) => {
      const path = `${id}/comments/${uuid}?${API_VERSION}`;
      const answer = await call('PUT', path, { properties: { message: text } });
      if (answer.kind === 'ok') return { kind: 'written' };
      return answer.kind === 'failed'
        ? answer
        : { kind: 'failed', reason: 'The incident does not exist any more.' };
    },
    // The app has no tag of its own there.
    tag: () => Promise.resolve({ kind: 'written' }),
  };
}

/** The comments are read of a false positive alone. */
async function judge(call: Call, id: string): Promise<IncidentJudged> {
  const answer = await call('GET', `${id}?${API_VERSION}`);
  if (answer.kind !== 'ok') return answer;
  const parsed = incident.safeParse(answer.body);
  if (!parsed.success) return somethingElse('an incident');
  const { status, classification, lastModifiedTimeUtc, owner } = parsed.data.properties;
  const isFalsePositive = status === 'Closed' && classification === 'FalsePositive';
  const state: IncidentState = compact({
    isFalsePositive,
    changedAt: lastModifiedTimeUtc ?? undefined,
    people: Object.values(owner ?? {}).flatMap((name) => name ?? []),
  });
  if (!isFalsePositive) return { kind: 'judged', state: { ...state, commentedAt: [] } };
  const found = await readComments(call, id);
  if (found.kind !== 'comments') return found;
  const own = found.comments.filter(({ message }) => isOwnComment(message ?? ''));
  const times = own.flatMap((one) => one.lastModifiedTimeUtc ?? one.createdTimeUtc ?? []);
  const areKnown = found.areAll && times.length === own.length;
  return { kind: 'judged', state: { ...state, ...(areKnown && { commentedAt: times }) } };
}

function somethingElse(than: string): IncidentFailure {
  return { kind: 'failed', reason: `Sentinel answered something else than ${than}.`, isOfIncident: true };
}

type Comments =
  | {
      readonly kind: 'comments';
      readonly comments: readonly z.infer<typeof comment>[];
      readonly areAll: boolean;
    }
  | Exclude<IncidentRead, { readonly kind: 'read' }>;

async function readComments(call: Call, id: string): Promise<Comments> {
  const comments: z.infer<typeof comment>[] = [];
  let query = `?${API_VERSION}`;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await call('GET', `${id}/comments${query}`);
    if (answer.kind !== 'ok') return answer;
    const parsed = page.safeParse(answer.body);
    if (!parsed.success) return somethingElse('comments');
    const { value, nextLink } = parsed.data;
    comments.push(...value.flatMap(({ properties }) => properties ?? []));
    if (nextLink === undefined || nextLink === null) return { kind: 'comments', comments, areAll: true };
    // Of the link only the query counts: the token goes to the configured host, and this path alone is read.
    query = URL.parse(nextLink)?.search ?? '';
  }
  return { kind: 'comments', comments, areAll: false };
}

type Answer =
  { readonly kind: 'ok'; readonly body: unknown } | { readonly kind: 'notFound' } | IncidentFailure;
type Call = (method: 'GET' | 'PUT', path: string, body?: object) => Promise<Answer>;

function callerOf({ endpoint, credential, clock, httpClient }: SentinelOptions): Call {
  const client = httpClient ?? createDefaultHttpClient();
  const authorization = bearerAuthorization(credential, `${new URL(endpoint).origin}/.default`);
  const pipeline = createEmptyPipeline();
  // No redirect policy, on purpose: a redirect would carry the token to another host.
  pipeline.addPolicy(authorization.policy);
  const pace = steadyPace(ARM_CALLS_PER_MINUTE, clock);
  const turns = fairTurns(pace, clock);
  return async (method, path, body) => {
    const tooLong = await turns.take({ lane: 'ordinary', share: [] }, MAX_TURN_MS);
    if (tooLong !== undefined) {
      return { kind: 'failed', reason: 'Azure Resource Manager asks to wait.', retryAfterMs: tooLong };
    }
    const text = body && JSON.stringify(body);
    const headers = { 'user-agent': 'session-revoker', ...(text !== undefined && JSON_TYPE) };
    const request = createPipelineRequest(
      compact({ method, url: `${endpoint}${path}`, headers: createHttpHeaders(headers), body: text }),
    );
    const attempt = await attemptOnce(client, pipeline, request, { timeoutMs: CALL_MS });
    if (attempt.kind !== 'answered')
      return { kind: 'failed', reason: `Azure Resource Manager: ${attempt.kind}.` };
    const { status, bodyAsText, headers: answered } = attempt.response;
    const retryAfterMs = parseRetryAfter(answered.get('retry-after'), clock.now());
    pace.heard(compact({ status, retryAfterMs }));
    authorization.heard(attempt.response);
    return answerOf(status, parseJson(bodyAsText), retryAfterMs);
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Who sends an alert names the workspace: that of one incident may be none of the app's. */
const OF_INCIDENT: ReadonlySet<number> = new Set([400, 403]);

function answerOf(status: number, body: unknown, retryAfterMs: number | undefined): Answer {
  if (status >= 200 && status < 300) return { kind: 'ok', body };
  const code = errorBody.safeParse(body).data?.error.code;
  if (status === 404 && code !== undefined) return { kind: 'notFound' };
  const named = code === undefined ? String(status) : `${String(status)} ${printable(code)}`;
  const remedy =
    status === 403
      ? ' Assign Microsoft Sentinel Responder on the workspace to the app; to read alone, Reader is enough.'
      : '';
  return compact({
    kind: 'failed' as const,
    reason: `Azure Resource Manager answered ${named}.${remedy}`,
    retryAfterMs,
    isOfIncident: OF_INCIDENT.has(status) ? (true as const) : undefined,
  });
}
