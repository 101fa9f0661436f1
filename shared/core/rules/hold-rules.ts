import type { Facts } from '../facts';
import type { Hold } from '../plan';
import type { Policy } from '../policy';
import type { RevocationRequest } from '../request';
import { brakeHasRoom } from './brake-has-room';
import { confirmationAskedFor } from './confirmation-asked-for';
import { firstAnswer } from './first-answer';
import { lowSeverityConfirmed } from './low-severity-confirmed';
import { privilegedUserConfirmed } from './privileged-user-confirmed';

/** All that a rule may look at which has a request wait for a person. */
export interface Considered {
  readonly request: RevocationRequest;
  readonly facts: Facts;
  readonly policy: Policy;
}

/** A rule that lets nobody be signed out before a person has said so. */
export interface HoldRule {
  readonly name: string;
  readonly hold: (considered: Considered) => Omit<Hold, 'rule'> | undefined;
}

/** In the order in which they are asked; the first reason to wait is told. */
export const holdRules: readonly HoldRule[] = [
  confirmationAskedFor,
  privilegedUserConfirmed,
  lowSeverityConfirmed,
  brakeHasRoom,
];

/** Why a request must wait, if it must. Once a person has approved it nothing holds it any more. */
export function reasonToHold(
  considered: Considered,
  rules: readonly HoldRule[] = holdRules,
): Hold | undefined {
  if (considered.facts.approved) return undefined;
  return firstAnswer(rules, ({ hold }) => hold(considered));
}
