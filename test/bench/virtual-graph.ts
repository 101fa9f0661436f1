import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { GraphResponse } from '../../local/tenant/graph-api';
import { answerGraph } from '../../local/tenant/graph-api';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import type { Clock } from '../../shared/ports/clock';

/** The origin of Graph in virtual time, to which no socket leads. */
export const ENDPOINT = 'https://graph.example';

/** Graph of one tenant without sockets: the answers, quotas and faults are those of the local tenant, each after `latencyMs`. */
export function virtualGraph(tenant: OtherTenant, clock: Clock, latencyMs: number): HttpClient {
  return {
    sendRequest: async (request) => {
      await clock.sleep(latencyMs);
      const sent = {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : '',
      };
      const fault = tenant.faults.take(sent);
      if (typeof fault?.answer === 'string') return new Promise(() => undefined);
      const { status, headers, body }: GraphResponse = fault?.answer ?? answered(tenant, sent, clock);
      return {
        status,
        headers: createHttpHeaders(headers),
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
  const answer = answerGraph(directory, tokens, sent);
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
