import type { TokenCredential } from '@azure/core-auth';
import { compact } from '../../core/compact';
import { platformIdentity } from './platform-identity';

/**
 * The app's managed identity: by the identity endpoint of the Functions platform, and by the SDK, which takes a tenth of a
 * cold start to load, where there is none.
 *
 * @param clientId of a user-assigned identity; absent: the system-assigned one
 */
export function managedIdentity(clientId?: string): TokenCredential {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = process.env;
  if (endpoint && header) return platformIdentity(compact({ endpoint, header, clientId }));
  const load = () => import('./sdk-identity.js').then(({ sdkIdentity }) => sdkIdentity(clientId));
  let loaded: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => (await (loaded ??= load())).getToken(scopes, options),
  };
}
