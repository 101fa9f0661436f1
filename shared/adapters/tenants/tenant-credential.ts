import type { TokenCredential } from '@azure/core-auth';
import type { Federation } from './client-assertion';

/** The credential for one tenant. Its SDK is loaded with the first token: an app without connected tenants needs none. */
export function tenantCredential(
  federation: Federation,
  tenantId: string,
  applicationId: string,
): TokenCredential {
  const load = () =>
    import('./client-assertion.js').then(({ clientAssertion }) =>
      clientAssertion(federation, tenantId, applicationId),
    );
  let loaded: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => (await (loaded ??= load())).getToken(scopes, options),
  };
}
