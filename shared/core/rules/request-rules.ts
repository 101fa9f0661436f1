import type { Objection } from '../objection';
import type { Policy } from '../policy';
import type { RevocationRequest } from '../request';
import { confirmationAvailable } from './confirmation-available';
import { revocationEnabled } from './revocation-enabled';
import { tenantIsConnected } from './tenant-is-connected';

/** A rule about the request as a whole: it needs no look-up, and what-if does not soften it. */
export interface RequestRule {
  readonly name: string;
  readonly objection: (request: RevocationRequest, policy: Policy) => Omit<Objection, 'rule'> | undefined;
}

/** In the order in which they are asked; the first objection stands. */
export const requestRules: readonly RequestRule[] = [
  tenantIsConnected,
  revocationEnabled,
  confirmationAvailable,
];

/** The first objection to the request as a whole, if any. */
export function objectionToRequest(
  request: RevocationRequest,
  policy: Policy,
  rules: readonly RequestRule[] = requestRules,
): Objection | undefined {
  for (const rule of rules) {
    const objection = rule.objection(request, policy);
    if (objection) return { rule: rule.name, ...objection };
  }
  return undefined;
}
