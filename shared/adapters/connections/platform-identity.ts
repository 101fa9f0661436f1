import type { AccessToken, TokenCredential } from '@azure/core-auth';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  defaultRetryPolicy,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { compact } from '../../core/compact';
import type { Clock } from '../../ports/clock';
import { systemClock } from '../system-clock';

/** The time limit of one attempt, in ms. */
const TIMEOUT_MS = 10_000;
const retryOptions = { maxRetries: 3, retryDelayInMs: 800 };
/** A token is used until this time, in ms, before its end. */
const MARGIN_MS = 300_000;
/** A token that is valid for longer, in ms, is renewed in the middle of its life, so that an outage of the endpoint is survived. */
const LONG_MS = 7_200_000;

/** The identity endpoint of the Functions platform ("REST endpoint reference" of App Service), and whose tokens it returns. */
export interface PlatformIdentity {
  readonly endpoint: string;
  readonly header: string;
  /** Of a user-assigned identity; absent: the system-assigned one. */
  readonly clientId?: string;
  /** Absent: that of this machine. */
  readonly clock?: Clock;
}

/** Named as in the SDK: callers tell the failures of credentials by their names. */
class CredentialUnavailable extends Error {
  override readonly name = 'CredentialUnavailableError';
}

const answer = z.object({
  access_token: z.string().min(1),
  /** In seconds since 1970. */
  expires_on: z.coerce.number().positive(),
});

/**
 * The managed identity of a function app. A token is kept until it must be renewed, those who ask for it at once share a
 * request, and claims are answered by a new one.
 *
 * The failures of `getToken` are named `CredentialUnavailableError`.
 */
export function platformIdentity({ clock = systemClock, ...identity }: PlatformIdentity): TokenCredential {
  const request = tokenRequests(identity, clock);
  const tokens = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<AccessToken>>();
  const shared = (resource: string): Promise<AccessToken> => {
    const pending = underWay.get(resource);
    if (pending) return pending;
    const requested = request(resource)
      .then((token) => {
        tokens.set(resource, token);
        return token;
      })
      .finally(() => underWay.delete(resource));
    underWay.set(resource, requested);
    return requested;
  };
  return {
    async getToken(scopes, { claims } = {}) {
      const resource = resourceOf(scopes);
      const now = clock.now().getTime();
      const kept = claims === undefined ? tokens.get(resource) : undefined;
      if (kept && now < (kept.refreshAfterTimestamp ?? kept.expiresOnTimestamp - MARGIN_MS)) return kept;
      try {
        return await shared(resource);
      } catch (cause) {
        if (kept && now < kept.expiresOnTimestamp - MARGIN_MS) return kept;
        throw new CredentialUnavailable('The managed identity returned no token.', { cause });
      }
    },
  };
}

/** Requests a token of a resource from the endpoint, which is on this machine. */
function tokenRequests(identity: PlatformIdentity, clock: Clock): (resource: string) => Promise<AccessToken> {
  const httpClient = createDefaultHttpClient();
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(defaultRetryPolicy(retryOptions));
  return async (resource) => {
    const request = createPipelineRequest({
      url: tokenUrl(identity, resource),
      headers: createHttpHeaders({ 'x-identity-header': identity.header }),
      timeout: TIMEOUT_MS,
      allowInsecureConnection: true,
    });
    const { status, bodyAsText } = await pipeline.sendRequest(httpClient, request);
    if (status !== 200) throw new CredentialUnavailable(`The identity endpoint answered ${String(status)}.`);
    return accessToken(answer.parse(JSON.parse(bodyAsText ?? '')), clock.now().getTime());
  };
}

function tokenUrl({ endpoint, clientId }: PlatformIdentity, resource: string): string {
  const url = new URL(endpoint);
  const query = compact({ 'api-version': '2019-08-01', resource, client_id: clientId });
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function accessToken(written: z.infer<typeof answer>, now: number): AccessToken {
  const expiresOnTimestamp = written.expires_on * 1000;
  const left = expiresOnTimestamp - now;
  const refreshAfterTimestamp = left > LONG_MS ? now + left / 2 : undefined;
  return {
    token: written.access_token,
    expiresOnTimestamp,
    ...compact({ refreshAfterTimestamp }),
  };
}

function resourceOf(scopes: string | string[]): string {
  const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
  return scope.replace(/\/\.default$/, '');
}
