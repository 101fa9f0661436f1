import type { TokenCredential } from '@azure/core-auth';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { documentedPaces } from '../../shared/adapters/graph/pace';
import type { GraphClientOptions } from '../../shared/adapters/graph/graph-client';
import type { Certificate } from '../../local/tenant/certificate';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { contosoOtherObjects, contosoUsers } from '../../local/tenant/contoso';
import type { Tenant, TenantOptions } from '../../local/tenant/tenant';
import { startTenant } from '../../local/tenant/tenant';

/** Has this very process trust a certificate. */
export function trust({ cert }: Certificate): void {
  setDefaultCACertificates([...getCACertificates('default'), cert]);
}

/** A tenant that this very process trusts and gets its tokens from, as the app's process would. */
export async function loopbackTenant(options: Partial<TenantOptions> = {}): Promise<Tenant> {
  const certificate = await loopbackCertificate();
  trust(certificate);
  const tenant = await startTenant({
    certificate,
    users: contosoUsers,
    otherObjects: contosoOtherObjects,
    ...options,
  });
  process.env['IDENTITY_ENDPOINT'] = tenant.identity.endpoint;
  process.env['IDENTITY_HEADER'] = tenant.identity.header;
  return tenant;
}

const identities = new WeakMap<Tenant, TokenCredential>();

/** The identity of the process, which keeps its tokens. */
function identityFor(tenant: Tenant): TokenCredential {
  const identity = identities.get(tenant) ?? managedIdentity();
  identities.set(tenant, identity);
  return identity;
}

/** How the adapters reach that tenant; waits are passed to the clock and not waited. */
export function graphOptions(tenant: Tenant, clock: GraphClientOptions['clock']): GraphClientOptions {
  let calls = 0;
  return {
    endpoint: tenant.graphEndpoint,
    credential: identityFor(tenant),
    clock,
    random: () => 0,
    newId: () => `call-${String(++calls)}`,
    pace: documentedPaces(clock, () => 0),
  };
}
