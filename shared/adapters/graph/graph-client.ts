import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { compact } from '../../core/compact';
import { detail } from '../../core/detail';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { CallLane } from '../../core/lane';
import type { CallRecord } from '../../core/call-record';
import type { Clock } from '../../ports/clock';
import type { GraphAnswer } from './graph-answer';
import { answerOf } from './graph-answer';
import type { HttpAttempt } from '../http/attempt';
import { attemptOnce } from '../http/attempt';
import { bearerAuthorization } from '../http/authorization';
import { parseRetryAfter } from '../http/retry-after';
import { fairTurns } from './fair-turns';
import type { Paces, ThrottleSigns } from './pace';
import type { Attempt, RetryBudget } from './retry-delay';
import { retryDelay } from './retry-delay';

/** One call of Graph's API. */
export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The part after the version, encoded, with the query. */
  readonly path: string;
  /** Absent: v1.0. */
  readonly isBeta?: boolean;
  /** The application permission that the call needs; named when Graph answers 403. */
  readonly permission: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** True for a POST that changes nothing: Graph counts it as a read. */
  readonly isRead?: boolean;
  /**
   * What Graph refuses last or first when it throttles ("Identity and access service limits"); it changes no limit, and is
   * documented for users and what belongs to them. Absent: normal.
   */
  readonly priority?: 'high' | 'low';
  /** For whom the call is, from the widest on: while calls wait, each has an equal share at every level. */
  readonly share?: readonly string[];
  /** Absent: the ordinary one. */
  readonly lane?: CallLane;
  /** An attempt waits for its turn for so long; absent: as long as the budget allows. */
  readonly maxTurnMs?: number;
  /** Asked in the moment before each attempt is sent, when it has its turn and its token; false: it is not sent. */
  readonly mayCall?: () => boolean;
}

/** Makes a call, retries included. Returns every answer of Graph; throws only on a broken invariant. */
export type GraphClient = (call: GraphCall) => Promise<GraphAnswer>;

export interface GraphClientOptions {
  /** The root of Microsoft Graph, an https URL without a trailing slash; the token is sent nowhere else. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Creates the `client-request-id` of a call: a GUID that appears in Graph's own logs. */
  readonly newId: () => string;
  /** Graph counts reads and writes in separate buckets. */
  readonly pace: Paces;
  readonly budget?: RetryBudget;
  /** Absent: one with connections of its own. */
  readonly httpClient?: HttpClient;
}

/**
 * One minute and six attempts: after that the message is scheduled for later. On each of 40 instances 32 calls wait for a turn, which
 * takes them 64 s at Graph's documented limit: a copy of their messages would wait longer, and cost a look-up.
 */
export const DEFAULT_BUDGET: RetryBudget = {
  totalMs: 60_000,
  attempts: 6,
  attemptMs: 15_000,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  maxTurnMs: 120_000,
};

/** The budget of a process that works for several tenants: its messages wait in the queue, and not in place. */
export const SHARED_BUDGET: RetryBudget = {
  ...DEFAULT_BUDGET,
  totalMs: 15_000,
  maxDelayMs: 2_000,
  maxTurnMs: 2_000,
};

/** Calls Graph within a retry budget and at its pace, over connections that are kept alive. */
export function graphClient(options: GraphClientOptions): GraphClient {
  const { clock, random, newId, budget = DEFAULT_BUDGET } = options;
  const { httpClient = createDefaultHttpClient() } = options;
  const authorization = bearerAuthorization(options.credential, scopesOf(options));
  const pipeline = createEmptyPipeline();
  // No redirect policy, on purpose: a redirect would carry the token to another host.
  pipeline.addPolicy(authorization.policy);
  const { reads, writes } = options.pace;
  const turns = { reads: fairTurns(reads, clock), writes: fairTurns(writes, clock) };
  return async (call) => {
    const bucket = call.method === 'GET' || call.isRead ? 'reads' : 'writes';
    const requestIds: string[] = [];
    const clientRequestId = newId();
    const asking = { lane: call.lane ?? 'ordinary', share: call.share ?? [] };
    let startedAt: number | undefined;
    for (let attempts = 1; ; attempts++) {
      const tooLong = await turns[bucket].take(asking, call.maxTurnMs ?? budget.maxTurnMs);
      if (tooLong !== undefined) return notSent(tooLong, { attempts: attempts - 1, requestIds });
      startedAt ??= clock.monotonicMs();
      const request = requestOf(call, options.endpoint, clientRequestId);
      const limits = compact({ timeoutMs: budget.attemptMs, mayCall: call.mayCall });
      const attempt = await attemptOnce(httpClient, pipeline, request, limits);
      const now = clock.now();
      if (attempt.kind === 'answered') {
        options.pace[bucket].heard(throttleSigns(attempt.response, now));
        authorization.heard(attempt.response);
        const requestId = attempt.response.headers.get('request-id');
        if (requestId !== undefined) requestIds.push(requestId);
      }
      const progress = { attempts, elapsedMs: clock.monotonicMs() - startedAt, now };
      const delay = retryDelay(forRetry(attempt), progress, budget, random());
      if (delay === undefined) return answerOf(attempt, call.permission, { attempts, requestIds }, now);
      await clock.sleep(delay);
    }
  };
}

function notSent(retryAfterMs: number, record: CallRecord): GraphAnswer {
  const explanation = detail('graphPaused', { seconds: Math.ceil(retryAfterMs / 1000) });
  return { kind: 'failed', failure: { kind: 'throttled', detail: explanation, retryAfterMs }, record };
}

function throttleSigns({ status, headers }: PipelineResponse, now: Date): ThrottleSigns {
  const used = Number.parseFloat(headers.get('x-ms-throttle-limit-percentage') ?? '');
  return compact({
    status,
    used: Number.isFinite(used) ? used : undefined,
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), now),
  });
}

function scopesOf({ endpoint }: GraphClientOptions): string {
  return `${new URL(endpoint).origin}/.default`;
}

function requestOf(call: GraphCall, endpoint: string, clientRequestId: string): PipelineRequest {
  const { method, path, isBeta = false, headers, body, priority } = call;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const contentType = text === undefined ? undefined : 'application/json';
  return createPipelineRequest(
    compact({
      method,
      url: `${endpoint}/${isBeta ? 'beta' : 'v1.0'}${path}`,
      headers: createHttpHeaders({
        'user-agent': 'session-revoker',
        'client-request-id': clientRequestId,
        ...compact({ 'content-type': contentType, 'x-ms-throttle-priority': priority }),
        ...headers,
      }),
      body: text,
    }),
  );
}

function forRetry(attempt: HttpAttempt): Attempt {
  if (attempt.kind === 'notPermitted' || attempt.kind === 'noConsent') return { kind: 'notSent' };
  if (attempt.kind !== 'answered') return { kind: 'noAnswer' };
  const { status, headers } = attempt.response;
  return compact({ kind: 'status' as const, status, retryAfter: headers.get('retry-after') });
}
