import type { HttpClient, Pipeline, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { isRestError } from '@azure/core-rest-pipeline';
import { ConsentMissing } from '../tenants/consent-missing';

/** The result of one attempt of a call. */
export type GraphAttempt =
  | { readonly kind: 'answered'; readonly response: PipelineResponse }
  /** The connection failed, broke, or took too long; `code` as the runtime names it, `ECONNRESET`. */
  | { readonly kind: 'noAnswer'; readonly code: string }
  | { readonly kind: 'noToken'; readonly reason: string }
  /** The tenant has given the application no consent. */
  | { readonly kind: 'noConsent' }
  /** It was not sent: its caller may no longer call. */
  | { readonly kind: 'notPermitted' };

/** Thrown in place of sending a request whose caller may no longer call. */
export class NotPermitted extends Error {
  override readonly name = 'NotPermitted';
}

const TOKEN_ERRORS = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
]);

/**
 * Sends a request once, and waits at most `timeoutMs` for its token and the whole answer.
 *
 * @throws any error that is not a failure of the network or of the credential: a bug.
 */
export async function attemptOnce(
  httpClient: HttpClient,
  pipeline: Pipeline,
  request: PipelineRequest,
  timeoutMs: number,
): Promise<GraphAttempt> {
  const controller = new AbortController();
  // The request's own time-out begins after the token and ends at the answer's headers, but the token and the body can
  // hang as well. The signal releases the socket, even in the middle of a body.
  request.requestOverrides = { signal: controller.signal };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<GraphAttempt>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'noAnswer', code: 'ETIMEDOUT' });
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([answered(httpClient, pipeline, request), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function answered(
  httpClient: HttpClient,
  pipeline: Pipeline,
  request: PipelineRequest,
): Promise<GraphAttempt> {
  try {
    return { kind: 'answered', response: await pipeline.sendRequest(httpClient, request) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof ConsentMissing) return { kind: 'noConsent' };
    if (error instanceof NotPermitted) return { kind: 'notPermitted' };
    if (TOKEN_ERRORS.has(error.name)) return { kind: 'noToken', reason: error.name };
    if (isRestError(error)) return { kind: 'noAnswer', code: error.code ?? error.name };
    throw error;
  }
}
