import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config/config';
import type { Clock } from '../ports/clock';

// The part of the composition root for the health checks.

/** The app does not ask SharePoint for its health: the call is one more for a backend that may be retired. */
export async function connectSharePoint(
  { sharePoint, cloud }: Config,
  credentialOf: (clientId?: string) => Promise<TokenCredential>,
  clock: Clock,
) {
  if (!sharePoint) return undefined;
  const { adminUrl, clientId } = sharePoint;
  const [credential, { sharePointRevoker }] = await Promise.all([
    credentialOf(clientId),
    import('../adapters/sharepoint/sharepoint-revoker.js'),
  ]);
  // A check that takes longer has failed.
  return {
    adminUrl,
    cloud: cloud.name,
    probe: sharePointRevoker({ adminUrl, credential, clock, callMs: 10_000 }),
  };
}
