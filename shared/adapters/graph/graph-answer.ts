import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/call-record';
import type { HttpAttempt } from '../http/attempt';
import { parseJson, printable } from '../http/body';
import { parseRetryAfter } from '../http/retry-after';

/** The result of a call, after all retries. */
export type GraphAnswer = { readonly record: CallRecord } & (
  | { readonly kind: 'ok'; readonly body: unknown }
  /** Graph itself answered that the object does not exist. */
  | { readonly kind: 'notFound' }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/**
 * Interprets the last attempt of a call (Microsoft Graph, "Microsoft Graph error responses and resource
 * types").
 *
 * @param permission the application permission to name when it is missing
 * @param now the time from which a `Retry-After` with a date is counted
 */
export function answerOf(
  attempt: HttpAttempt,
  permission: string,
  record: CallRecord,
  now: Date,
): GraphAnswer {
  const retryAfterMs =
    attempt.kind === 'answered'
      ? parseRetryAfter(attempt.response.headers.get('retry-after'), now)
      : undefined;
  const failed = (kind: BackendFailure['kind'], explanation: Detail): GraphAnswer => ({
    kind: 'failed',
    failure: compact({ kind, detail: explanation, retryAfterMs }),
    record,
  });
  const { attempts } = record;
  if (attempt.kind === 'noToken') {
    return failed('noToken', detail('noToken', { reason: attempt.reason }));
  }
  if (attempt.kind === 'noAnswer') {
    return failed('unavailable', detail('graphUnreachable', { code: attempt.code, attempts }));
  }
  if (attempt.kind === 'noConsent') return failed('consentMissing', detail('consentMissing'));
  if (attempt.kind === 'notPermitted') return failed('leaseEnded', detail('leaseEnded'));
  const { status: httpStatus, bodyAsText } = attempt.response;
  const body = parseJson(bodyAsText);
  if (httpStatus >= 200 && httpStatus < 300) return { kind: 'ok', body, record };
  const code = errorBody.safeParse(body).data?.error.code;
  const status = code === undefined ? String(httpStatus) : `${String(httpStatus)} ${printable(code)}`;
  if (httpStatus === 404 && code !== undefined) return { kind: 'notFound', record };
  if (httpStatus === 403) return failed('forbidden', detail('graphForbidden', { status, permission }));
  if (httpStatus === 401) return failed('unauthorized', detail('graphUnauthorized', { status }));
  if (httpStatus === 400) return failed('badRequest', detail('graphBadRequest', { status }));
  if (httpStatus === 429) return failed('throttled', detail('graphThrottled', { status, attempts }));
  if (httpStatus >= 500 || httpStatus === 408) {
    return failed('unavailable', detail('graphUnavailable', { status, attempts }));
  }
  return failed('notDone', detail('graphUnexpected', { status }));
}
