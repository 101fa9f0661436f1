import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Clock } from '../../ports/clock';
import { ConsentMissing, meansMissingConsent } from './consent-missing';

/** How long a tenant without consent is not asked for a token again, in ms. */
const MISSING_FOR_MS = 5 * 60_000;
/** The SDK sets no time limit: a token request that has no answer after this time, in ms, may never have one. */
const SHARED_FOR_MS = 10_000;

interface TokenRequest {
  readonly begunAtMs: number;
  readonly token: Promise<AccessToken | null>;
}

/**
 * A credential of one tenant whose callers share a token request: the SDK sends one for each of them that comes before the
 * first answer. Who comes after one has hung sends another. A missing consent is remembered, so that a tenant that has left
 * causes no storm.
 */
export function sharedTokenRequests(
  credential: TokenCredential,
  clock: Clock,
): TokenCredential & { readonly isConsentMissing: () => boolean } {
  const underWay = new Map<string, TokenRequest>();
  let missingUntil = -Infinity;

  const request = async (
    scopes: string | string[],
    options: GetTokenOptions,
  ): Promise<AccessToken | null> => {
    try {
      return await credential.getToken(scopes, options);
    } catch (error) {
      if (!meansMissingConsent(error)) throw error;
      missingUntil = clock.monotonicMs() + MISSING_FOR_MS;
      throw new ConsentMissing('The tenant has given the application no consent.', { cause: error });
    }
  };
  const isConsentMissing = (): boolean => clock.monotonicMs() < missingUntil;
  return {
    isConsentMissing,
    async getToken(scopes, { abortSignal: _ofOneCaller, ...options } = {}) {
      if (isConsentMissing())
        throw new ConsentMissing('The tenant had given the application no consent when it was asked last.');
      const key = JSON.stringify([scopes, options.claims, options.enableCae]);
      const now = clock.monotonicMs();
      const shared = underWay.get(key);
      if (shared && now - shared.begunAtMs < SHARED_FOR_MS) return shared.token;
      const token = request(scopes, options).finally(() => {
        if (underWay.get(key) === mine) underWay.delete(key);
      });
      const mine = { begunAtMs: now, token };
      underWay.set(key, mine);
      return token;
    },
  };
}
