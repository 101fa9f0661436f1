import type { Arrival } from '../arrival';
import type { Objection } from '../objection';
import type { Policy } from '../policy';
import type { RevocationRequest } from '../request';
import { firstAnswer } from './first-answer';
import { requestIsFresh } from './request-is-fresh';
import { revocationEnabled } from './revocation-enabled';
import { tenantIsConnected } from './tenant-is-connected';
import { timesArePossible } from './times-are-possible';

/** All that a rule about a request may look at. */
export interface Asked {
  readonly request: RevocationRequest;
  readonly arrival: Arrival;
  readonly policy: Policy;
  readonly now: Date;
}

/** A rule about the request as a whole: it needs no look-up, and what-if does not soften it. */
export interface RequestRule {
  readonly name: string;
  readonly objection: (asked: Asked) => Omit<Objection, 'rule'> | undefined;
}

/** In the order in which they are asked; the first objection stands. */
export const requestRules: readonly RequestRule[] = [
  tenantIsConnected,
  timesArePossible,
  requestIsFresh,
  revocationEnabled,
];

/** The first objection to the request as a whole, if any. */
export function objectionToRequest(
  asked: Asked,
  rules: readonly RequestRule[] = requestRules,
): Objection | undefined {
  return firstAnswer(rules, ({ objection }) => objection(asked));
}
