import type { TokenCredential } from '@azure/core-auth';
import { ClientAssertionCredential } from '@azure/identity';

/** How tokens for other tenants are acquired. */
export interface Federation {
  /** The app's user-assigned managed identity. */
  readonly identity: TokenCredential;
  /** The scope of the token that is exchanged, `api://AzureADTokenExchange/.default`. */
  readonly exchangeScope: string;
  /** The origin of the token endpoint. */
  readonly authorityHost: string;
  /** Whether the authority is known to Microsoft; another is used as it is, without asking Microsoft about it. */
  readonly isPublicAuthority: boolean;
}

/**
 * A credential for one tenant, without a secret: a token of the managed identity is exchanged for one of the multi-tenant
 * application there ("Configure an application to trust a managed identity"). It acquires tokens for this tenant alone.
 */
export function clientAssertion(
  { identity, exchangeScope, authorityHost, isPublicAuthority }: Federation,
  tenantId: string,
  applicationId: string,
): TokenCredential {
  const assertion = async (): Promise<string> => {
    const token = await identity.getToken(exchangeScope);
    if (!token) throw new Error('The managed identity returned no token to exchange.');
    return token.token;
  };
  return new ClientAssertionCredential(tenantId, applicationId, assertion, {
    authorityHost,
    disableInstanceDiscovery: !isPublicAuthority,
    additionallyAllowedTenants: [],
  });
}
