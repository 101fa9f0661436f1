import type { Facts } from './facts';
import { modeOf } from './mode';
import type { Plan } from './plan';
import type { Policy } from './policy';
import type { RevocationRequest } from './request';
import { reasonToHold } from './rules/hold-rules';
import { objectionToRequest } from './rules/request-rules';
import { objectionToUser } from './rules/user-rules';

/**
 * What is to be done about the one user whom `facts` describe. The mode takes no part in the decision: it
 * only says, afterwards, whether the plan is carried out.
 *
 * @throws when a user was not looked up although nothing forbade it: a broken invariant, not an answer.
 */
export function decide(request: RevocationRequest, facts: Facts, policy: Policy, now: Date): Plan {
  const mode = modeOf(request, policy);
  const toRequest = objectionToRequest({ request, arrival: facts.arrival, policy, now });
  if (toRequest) return { kind: 'refuse', mode, about: 'request', objection: toRequest };
  const toUser = objectionToUser(facts, policy);
  if (toUser) return { kind: 'refuse', mode, about: 'user', objection: toUser };
  if (facts.user.kind !== 'found') {
    throw new Error(`No rule answers a user who is ${facts.user.kind}.`);
  }
  const { user } = facts.user;
  const hold = reasonToHold({ request, facts, policy });
  if (hold) return { kind: 'hold', mode, user, hold };
  return { kind: 'proceed', mode, user, methods: ['graph'] };
}
