import type { HttpClient, Pipeline, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { isRestError } from '@azure/core-rest-pipeline';
import { ConsentMissing } from '../tenants/consent-missing';

/** The result of one attempt of a call. */
export type HttpAttempt =
  | { readonly kind: 'answered'; readonly response: PipelineResponse }
  /** The connection failed, broke, or took too long; `code` as the runtime names it, `ECONNRESET`. */
  | { readonly kind: 'noAnswer'; readonly code: string }
  | { readonly kind: 'noToken'; readonly reason: string }
  /** The tenant has given the application no consent. */
  | { readonly kind: 'noConsent' }
  /** It was not sent: its caller may no longer call. */
  | { readonly kind: 'notPermitted' };

/** Thrown in place of sending a request whose caller may no longer call. */
class NotPermitted extends Error {
  override readonly name = 'NotPermitted';
}

const TOKEN_ERRORS = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
]);

/** The limits of one attempt. */
export interface AttemptLimits {
  /** For the token and the whole answer, in ms. */
  readonly timeoutMs: number;
  /** Asked in the moment before the request is sent, when it has its token; false: it is not sent. */
  readonly mayCall?: () => boolean;
  /** When it is aborted, the attempt is given up. */
  readonly signal?: AbortSignal;
}

/**
 * Sends a request once, within its limits.
 *
 * @throws any error that is not a failure of the network or of the credential: a bug.
 */
export async function attemptOnce(
  httpClient: HttpClient,
  pipeline: Pipeline,
  request: PipelineRequest,
  { timeoutMs, mayCall = () => true, signal }: AttemptLimits,
): Promise<HttpAttempt> {
  const controller = new AbortController();
  let giveUp = (_code: string): void => undefined;
  const givenUp = new Promise<HttpAttempt>((resolve) => {
    giveUp = (code) => {
      resolve({ kind: 'noAnswer', code });
      controller.abort();
    };
  });
  const timer = setTimeout(() => giveUp('ETIMEDOUT'), timeoutMs);
  const onAbort = (): void => giveUp('ABORTED');
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  const guarded: HttpClient = {
    sendRequest: (sent) => {
      // One that was given up may get its token after a later attempt was sent.
      if (controller.signal.aborted || !mayCall()) return Promise.reject(new NotPermitted());
      // The request's own time-out begins after the token and ends at the answer's headers, but the token and the body can
      // hang as well. The signal releases the socket, even in the middle of a body. It is not for the token, which others wait for.
      sent.abortSignal = controller.signal;
      return httpClient.sendRequest(sent);
    },
  };
  try {
    return await Promise.race([answered(guarded, pipeline, request), givenUp]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function answered(
  httpClient: HttpClient,
  pipeline: Pipeline,
  request: PipelineRequest,
): Promise<HttpAttempt> {
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
