import type { TokenCredential } from '@azure/core-auth';
import { CredentialUnavailableError, ManagedIdentityCredential } from '@azure/identity';
import { ManagedIdentityApplication } from '@azure/msal-node';

/**
 * A managed identity by the SDK, on every platform that it knows. `ManagedIdentityCredential` ignores the claims of a challenge and would answer it with the
 * denied token. Therefore the identity client below it handles the claims: it requests a new token from the platform and
 * puts it into the cache that both share (MSAL for Node, "Managed identity").
 *
 * @param clientId of a user-assigned identity; absent: the system-assigned one
 */
export function sdkIdentity(clientId?: string): TokenCredential {
  const credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  return {
    async getToken(scopes, options) {
      if (options?.claims !== undefined) {
        await renewToken(resourceOf(scopes), options.claims, clientId);
      }
      return credential.getToken(scopes, options);
    },
  };
}

async function renewToken(resource: string, claims: string, clientId: string | undefined): Promise<void> {
  const application = new ManagedIdentityApplication(
    clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } },
  );
  try {
    await application.acquireToken({ resource, claims });
  } catch (cause) {
    throw new CredentialUnavailableError('The managed identity returned no token for the claims challenge.', {
      cause,
    });
  }
}

function resourceOf(scopes: string | string[]): string {
  const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
  return scope.replace(/\/\.default$/, '');
}
