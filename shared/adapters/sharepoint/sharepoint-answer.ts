import * as z from 'zod';
import type { BackendFailure, BackendFailureKind } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { HttpAttempt } from '../http/attempt';
import { parseJson, printable } from '../http/body';
import { parseRetryAfter } from '../http/retry-after';

/** What a call was answered with: SharePoint's state, or why there is none. */
export type SharePointAnswer =
  | { readonly kind: 'state'; readonly state: number }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/** The application permission that the call needs, as far as SharePoint takes it from applications. */
export const SHAREPOINT_PERMISSION = 'Sites.FullControl.All';

const result = z.object({ State: z.int() });
/** Bare, or in the envelopes of `odata=verbose`. */
const stateBody = z.union([
  result,
  z.object({ d: z.object({ RevokeAllUserSessions: result }) }).transform(({ d }) => d.RevokeAllUserSessions),
  z.object({ d: result }).transform(({ d }) => d),
]);

const error = z.object({ code: z.string() });
/** The errors of OData 3 and of OData 4. */
const errorBody = z.union([
  z.object({ 'odata.error': error }).transform((body) => body['odata.error'].code),
  z.object({ error }).transform((body) => body.error.code),
]);

/** SharePoint says in several ways that it does not take a call from an application. */
const APP_ONLY = /app[- ]only/i;

/**
 * Interprets the answer to a call.
 *
 * @param now the time from which a `Retry-After` with a date is counted
 */
export function sharePointAnswer(attempt: HttpAttempt, now: Date): SharePointAnswer {
  switch (attempt.kind) {
    case 'noToken':
      return failed('noToken', detail('sharePointNoToken', { reason: attempt.reason }));
    case 'noAnswer':
      return failed('unavailable', detail('sharePointUnreachable', { code: attempt.code }));
    case 'noConsent':
      return failed('consentMissing', detail('consentMissing'));
    case 'notPermitted':
      return failed('leaseEnded', detail('leaseEnded'));
    case 'answered': {
      const { status, bodyAsText, headers } = attempt.response;
      const text = bodyAsText ?? '';
      return answerOf(status, text, parseRetryAfter(headers.get('retry-after'), now));
    }
  }
}

function answerOf(httpStatus: number, text: string, retryAfterMs: number | undefined): SharePointAnswer {
  const body = parseJson(text);
  const code = errorBody.safeParse(body).data;
  const status =
    code === undefined ? String(httpStatus) : `${String(httpStatus)} ${printable(firstWord(code))}`;
  const permission = SHAREPOINT_PERMISSION;
  if (httpStatus >= 200 && httpStatus < 300) {
    const state = stateBody.safeParse(body).data?.State;
    return state === undefined
      ? failed('notDone', detail('sharePointNotAState', { status }))
      : { kind: 'state', state };
  }
  if (httpStatus < 400) return failed('notDone', detail('sharePointRedirected', { status, permission }));
  if (httpStatus === 401 || httpStatus === 403 || APP_ONLY.test(text)) {
    return failed('forbidden', detail('sharePointRefused', { status, permission }));
  }
  if (httpStatus === 404) return failed('notDone', detail('sharePointNotThere', { status }));
  if (httpStatus === 429 || (httpStatus === 503 && retryAfterMs !== undefined)) {
    return failed('throttled', detail('sharePointThrottled', { status }), retryAfterMs);
  }
  if (httpStatus >= 500 || httpStatus === 408) {
    return failed('unavailable', detail('sharePointUnavailable', { status }));
  }
  return httpStatus === 400
    ? failed('badRequest', detail('sharePointBadRequest', { status }))
    : failed('notDone', detail('sharePointUnexpected', { status }));
}

/** A code may be a number with the name of an exception behind it: `-2147024891, System.UnauthorizedAccessException`. */
function firstWord(code: string): string {
  return code.split(',', 1)[0] ?? '';
}

function failed(kind: BackendFailureKind, explanation: Detail, retryAfterMs?: number): SharePointAnswer {
  return { kind: 'failed', failure: compact({ kind, detail: explanation, retryAfterMs }) };
}
