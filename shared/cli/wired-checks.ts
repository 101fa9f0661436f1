import type { TokenCredential } from '@azure/identity';
import { lookUpEntry } from '../app/look-up-entry';
import { lookUpPerson } from '../app/look-up-person';
import type { Config } from '../config/config';
import type { Policy } from '../core/policy';
import type { Checked } from '../health/health-checks';
import type { Clock } from '../ports/clock';
import type { Directory } from '../ports/directory';

// The part of the composition root for the health checks.

/** What an operator may look up by the names in the policy. Reads only. */
export function directoryLookUps(
  directory: Directory,
  policy: Policy,
): Pick<Checked, 'lookUpPerson' | 'lookUpEntry'> {
  return {
    lookUpPerson: (name) => lookUpPerson({ directory, policy }, name),
    lookUpEntry: (entry, earlierIds) => lookUpEntry(directory, entry, earlierIds),
  };
}

/** The app does not ask SharePoint for its health: the call is one more for a backend that may be retired. */
export async function connectSharePoint(
  { sharePoint }: Config,
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
  return { adminUrl, probe: sharePointRevoker({ adminUrl, credential, clock, callMs: 10_000 }) };
}
