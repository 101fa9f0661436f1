import type { Detail } from './detail';
import { detail } from './detail';
import type { Policy } from './policy';
import type { SwitchChange } from './switch-change';

/** The policy while the emergency switch says this: the stricter of the two counts. */
export function policyUnder(policy: Policy, change: SwitchChange | undefined): Policy {
  return change?.state === 'stopped' ? { ...policy, stop: change } : policy;
}

/** Why nobody is signed out at all, if revocation is switched off. */
export function switchedOff({
  revocationEnabled,
  stop,
}: Pick<Policy, 'revocationEnabled' | 'stop'>): Detail | undefined {
  if (!revocationEnabled) return detail('revocationDisabled');
  return stop && sentenceOf(stop);
}

/** What a change of the emergency switch means, and who made it. */
export function sentenceOf({ state, at: time, by, reason }: SwitchChange): Detail {
  const values = { time, by, reason };
  return state === 'stopped' ? detail('revocationStopped', values) : detail('revocationResumed', values);
}
