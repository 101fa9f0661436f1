import { digest } from './ids';
import type { Policy } from './policy';

/** What decides in a tenant, in a form that shows a change and nothing else. */
export interface SettingsInForce {
  /** `off`: revocation is switched off by a setting. The emergency switch does not count here. */
  readonly mode: 'revoke' | 'whatIf' | 'off';
  /** Equal for equal policies, whatever the order of their keys. 16 hexadecimal digits. */
  readonly policyDigest: string;
}

export function settingsInForce({ stop: _stop, ...policy }: Policy): SettingsInForce {
  return {
    mode: policy.revocationEnabled ? policy.mode : 'off',
    policyDigest: digest([JSON.stringify(policy, sorted)]).slice(0, 16),
  };
}

/** A replacer that writes the keys of each object in one order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
