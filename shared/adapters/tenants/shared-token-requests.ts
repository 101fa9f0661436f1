import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Clock } from '../../ports/clock';
import { ConsentMissing, meansMissingConsent } from './consent-missing';

/** How long a tenant without consent is not asked for a token again, in ms. */
const MISSING_FOR_MS = 5 * 60_000;

/**
 * A credential of one tenant whose callers share a token request: the SDK sends one for each of them that comes before the
 * first answer. A missing consent is remembered, so that a tenant that has left causes no storm.
 */
export function sharedTokenRequests(
  credential: TokenCredential,
  clock: Clock,
): TokenCredential & { readonly isConsentMissing: () => boolean } {
  const underWay = new Map<string, Promise<AccessToken | null>>();
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
      const shared = underWay.get(key);
      if (shared) return shared;
      const mine = request(scopes, options).finally(() => underWay.delete(key));
      underWay.set(key, mine);
      return mine;
    },
  };
}
