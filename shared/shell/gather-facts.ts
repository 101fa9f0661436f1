import type { Arrival } from '../core/arrival';
import type { Facts } from '../core/facts';
import type { RevocationRequest } from '../core/request';
import { objectionToRequest } from '../core/rules/request-rules';
import type { UserReference } from '../core/user-reference';
import type { Dependencies } from './dependencies';
import type { Stopwatch } from './stopwatch';

/** Learns what must be known of one user; a request that is refused as a whole needs no look-up. */
export async function gatherFacts(
  { directory, policy, clock }: Pick<Dependencies, 'directory' | 'policy' | 'clock'>,
  { request, arrival }: { readonly request: RevocationRequest; readonly arrival: Arrival },
  reference: UserReference,
  stopwatch: Stopwatch,
): Promise<Facts> {
  if (objectionToRequest({ request, arrival, policy, now: clock.now() })) {
    return { user: { kind: 'notLookedUp' }, arrival };
  }
  return { user: await stopwatch.time('lookUp', () => directory.find(reference)), arrival };
}
