import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { GraphResponse } from '../../local/tenant/graph-api';
import { answerGraph } from '../../local/tenant/graph-api';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import type { Clock } from '../../shared/ports/clock';

/** The origin of Graph in virtual time, to which no socket leads. */
export const ENDPOINT = 'https://graph.example';

/** How Graph answers in virtual time. */
export interface Answering {
  /** Of a call; it is counted in the middle. */
  readonly latencyMs: { readonly reads: number; readonly writes: number };
  /** Whether an answer reports the use of the limit; absent: true. */
  readonly reports?: boolean;
}

/** Graph of one tenant without sockets: the answers, quotas and faults are those of the local tenant. */
export function virtualGraph(tenant: OtherTenant, clock: Clock, answering: Answering): HttpClient {
  const { latencyMs, reports = true } = answering;
  return {
    sendRequest: async (request) => {
      const halfMs = latencyMs[request.method === 'GET' ? 'reads' : 'writes'] / 2;
      await clock.sleep(halfMs);
      const sent = {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : '',
      };
      const fault = tenant.faults.take(sent);
      if (typeof fault?.answer === 'string') return new Promise(() => undefined);
      const { status, headers, body }: GraphResponse = fault?.answer ?? answered(tenant, sent, clock);
      await clock.sleep(halfMs);
      const seen = createHttpHeaders(headers);
      if (!reports) seen.delete('x-ms-throttle-limit-percentage');
      return {
        status,
        headers: seen,
        request,
        bodyAsText: body === undefined ? '' : JSON.stringify(body),
      };
    },
  };
}

function answered(
  { directory, tokens, quotas }: OtherTenant,
  sent: Parameters<typeof answerGraph>[2],
  clock: Clock,
): GraphResponse {
  const allowance = quotas.take(sent, clock.monotonicMs());
  if (allowance.kind === 'refused') return allowance.answer;
  const answer = answerGraph(directory, tokens, sent, clock.now());
  return { ...answer, headers: { ...answer.headers, ...allowance.headers } };
}

/** Tokens of a tenant without a token endpoint. */
export function virtualCredential({ tokens }: OtherTenant): TokenCredential {
  return {
    getToken: () => {
      const { token, expiresAt } = tokens.acquire(ENDPOINT, 'app');
      return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
    },
  };
}
