import type { Facts } from '../core/facts';
import type { Policy } from '../core/policy';
import type { RevocationRequest } from '../core/request';
import { objectionToRequest } from '../core/rules/request-rules';
import type { UserReference } from '../core/user-reference';
import type { Directory } from '../ports';
import type { Stopwatch } from './stopwatch';

/** Learns what must be known of one user; a request that is refused as a whole needs no look-up. */
export async function gatherFacts(
  { directory, policy }: { readonly directory: Directory; readonly policy: Policy },
  request: RevocationRequest,
  reference: UserReference,
  stopwatch: Stopwatch,
): Promise<Facts> {
  if (objectionToRequest(request, policy)) return { user: { kind: 'notLookedUp' } };
  return { user: await stopwatch.time('lookUp', () => directory.find(reference)) };
}
