import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { GraphAccess } from '../adapters/graph/graph-access';
import type { Config } from '../config/config';
import type { Clock } from '../ports/clock';

// The part of the composition root for Microsoft Graph.

/** Microsoft Graph as this machine reaches it. Commands only foresee steps of a containment: no ticket outlives them. */
export async function graphFromHere(
  { graph: { endpoint }, policy: { netbiosDomains, tenantId }, cloud }: Config,
  credential: TokenCredential,
  clock: Clock,
): Promise<GraphAccess & { readonly endpoint: string; readonly credential: TokenCredential }> {
  const [{ graphAccess }, { inMemoryTickets }] = await Promise.all([
    import('../adapters/graph/graph-access.js'),
    import('../adapters/ledger/in-memory-tickets.js'),
  ]);
  const options = { endpoint, credential, clock, random: Math.random, newId: randomUUID };
  const containment = { tenantId, cloud, tickets: inMemoryTickets() };
  return { endpoint, credential, ...graphAccess(options, netbiosDomains, containment) };
}
