import { policyUnder } from '../core/emergency-switch';
import type { Policy } from '../core/policy';
import type { Dependencies } from './dependencies';

/**
 * The policy in this moment: what the settings say, or what the emergency switch says where that is stricter.
 *
 * @throws Unavailable when the switch cannot be read
 */
export async function policyNow({
  policy,
  emergencySwitch,
}: Pick<Dependencies, 'policy' | 'emergencySwitch'>): Promise<Policy> {
  return policyUnder(policy, await emergencySwitch.lastChange());
}
