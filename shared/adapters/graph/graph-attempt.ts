import type { HttpClient, Pipeline, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { isRestError } from '@azure/core-rest-pipeline';

/** What one attempt of a call gave. */
export type GraphAttempt =
  | { readonly kind: 'answered'; readonly response: PipelineResponse }
  /** The connection failed, broke, or took too long; `code` as the runtime names it, `ECONNRESET`. */
  | { readonly kind: 'noAnswer'; readonly code: string }
  | { readonly kind: 'noToken'; readonly reason: string };

const TOKEN_ERRORS = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
]);

/**
 * Sends a request once, and waits no longer than its time-out for the answer, its body included.
 *
 * @throws what is neither a fault of the network nor of the credential: a bug, not an answer.
 */
export async function attemptOnce(
  httpClient: HttpClient,
  pipeline: Pipeline,
  request: PipelineRequest,
): Promise<GraphAttempt> {
  let timer: NodeJS.Timeout | undefined;
  // The request's own time-out ends at the answer's headers, and a body may hang as well.
  const tooLate = new Promise<GraphAttempt>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'noAnswer', code: 'ETIMEDOUT' }), request.timeout);
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
    if (TOKEN_ERRORS.has(error.name)) return { kind: 'noToken', reason: error.name };
    if (error.name === 'AbortError') return { kind: 'noAnswer', code: 'ETIMEDOUT' };
    if (isRestError(error)) return { kind: 'noAnswer', code: error.code ?? error.name };
    throw error;
  }
}
