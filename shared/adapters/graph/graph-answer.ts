import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import type { CallRecord } from '../../core/revocation';
import type { GraphAttempt } from './graph-attempt';
import { parseRetryAfter } from './retry-delay';

/** What a call came to, once retrying was over. */
export type GraphAnswer = { readonly record: CallRecord } & (
  | { readonly kind: 'ok'; readonly body: unknown }
  /** Graph itself said that the object does not exist. */
  | { readonly kind: 'notFound' }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/**
 * Interprets the last attempt of a call (Microsoft Graph, "Microsoft Graph error responses and resource
 * types").
 *
 * @param permission the application permission to name when it is missing
 * @param now what a `Retry-After` that names an instant is counted from
 */
export function answerOf(
  attempt: GraphAttempt,
  permission: string,
  record: CallRecord,
  now: Date,
): GraphAnswer {
  const retryAfterMs =
    attempt.kind === 'answered'
      ? parseRetryAfter(attempt.response.headers.get('retry-after'), now)
      : undefined;
  const failed = (kind: BackendFailure['kind'], detail: string): GraphAnswer => ({
    kind: 'failed',
    failure: { kind, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    record,
  });
  if (attempt.kind === 'noToken') {
    return failed('noToken', `The managed identity gave no token for Microsoft Graph (${attempt.reason}).`);
  }
  if (attempt.kind === 'noAnswer') {
    return failed('unavailable', `Microsoft Graph could not be reached (${attempt.code})${tries(record)}.`);
  }
  const { status, bodyAsText } = attempt.response;
  const body = parseJson(bodyAsText);
  if (status >= 200 && status < 300) return { kind: 'ok', body, record };
  const code = errorBody.safeParse(body).data?.error.code;
  const answered = `Microsoft Graph answered ${String(status)}${code === undefined ? '' : ` ${printable(code)}`}`;
  if (status === 404 && code !== undefined) return { kind: 'notFound', record };
  if (status === 403) {
    return failed(
      'forbidden',
      `${answered}: does the identity have the application permission ${permission}?`,
    );
  }
  if (status === 401) return failed('unauthorized', `${answered}: it does not accept the identity's token.`);
  if (status === 400) return failed('badRequest', `${answered}: it calls the request malformed.`);
  if (status === 429) return failed('throttled', `${answered}: it is throttling${tries(record)}.`);
  if (status >= 500 || status === 408) return failed('unavailable', `${answered}${tries(record)}.`);
  return failed('notDone', `${answered}, which was not expected.`);
}

function tries({ attempts }: CallRecord): string {
  return `, after ${String(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}`;
}

function parseJson(text: string | null | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A backend's code is not ours: only what looks like one is repeated. */
function printable(code: string): string {
  return /^[\w.-]{1,80}$/.test(code) ? code : '(unreadable code)';
}
