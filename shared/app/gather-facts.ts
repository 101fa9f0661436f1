import type { Arrival } from '../core/arrival';
import type { Facts } from '../core/facts';
import type { OutcomeConfirmation } from '../core/outcome';
import { askedMemberships } from '../core/policy';
import type { RevocationRequest } from '../core/request';
import { objectionToRequest } from '../core/rules/request-rules';
import type { UserReference } from '../core/user-reference';
import type { Dependencies } from './dependencies';
import type { Stopwatch } from './stopwatch';

/** Learns what must be known of one user; a request that is refused as a whole needs no look-up. */
export async function gatherFacts(
  { directory, policy, clock }: Pick<Dependencies, 'directory' | 'policy' | 'clock'>,
  {
    request,
    arrival,
    confirmation,
  }: {
    readonly request: RevocationRequest;
    readonly arrival: Arrival;
    readonly confirmation?: OutcomeConfirmation;
  },
  reference: UserReference,
  stopwatch: Stopwatch,
): Promise<Facts> {
  if (objectionToRequest({ request, arrival, policy, now: clock.now() })) {
    return { user: { kind: 'notLookedUp' }, arrival };
  }
  const approved = confirmation?.decision === 'approve' && ({ approved: true } as const);
  const user = await stopwatch.time('lookUp', () => directory.find(reference));
  const asked = user.kind === 'found' ? askedMemberships(policy) : undefined;
  if (user.kind !== 'found' || !asked) return { user, arrival, ...approved };
  const memberships = await stopwatch.time('memberships', () => directory.memberships(user.user.id, asked));
  return { user, arrival, memberships, ...approved };
}
