import type { Policy } from '../core/policy';
import type { PolicyText } from './read-policy';
import type { Read } from './read';
import { valid } from './read';

type PolicyWithProof = PolicyText & Pick<Policy, 'approvals'>;

/** Completes a policy that does not say whether decisions need proof: they do where there is an API to give it. */
export function withProof(policy: Read<PolicyText>, apiAudience: string | undefined): Read<PolicyWithProof> {
  if (policy.kind === 'invalid') return policy;
  const hasApi = apiAudience !== undefined;
  const { approvals, ...others } = policy.value;
  const { proof = hasApi ? 'required' : 'optional' } = approvals;
  if (proof === 'required' && !hasApi) {
    const problem =
      'REVOCATION_POLICY.approvals.proof: required lets nobody decide without the API, which proves who decides: set API_AUDIENCE';
    return { kind: 'invalid', problems: [problem] };
  }
  const proving = hasApi ? { proof, provesRestores: true as const } : { proof };
  return valid({ ...others, approvals: { ...approvals, ...proving } });
}
