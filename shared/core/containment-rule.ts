import type { ContainmentStep } from './containment-step';
import type { Severity } from './severity';

/** What is done beside a revocation. A condition that is absent is met by every request. */
export interface ContainmentRule {
  /** Steps of each lockout that the rule matches. */
  readonly steps: readonly ContainmentStep[];
  /** Steps that a request which the rule matches may ask for beside these. */
  readonly mayAsk: readonly ContainmentStep[];
  readonly when: ContainmentCondition;
  /** Its steps wait for an approval of their own, unless another rule gives them without one. */
  readonly confirmation?: true;
  /** How long, in ms, before the activity of its alert was first seen what is removed may have been added. */
  readonly lookBackMs: number;
  /** How long, in ms, before its alert was raised the sender may say that the activity was first seen; absent: 30 days. */
  readonly firstSeenWithinMs?: number;
}

export interface ContainmentCondition {
  /** An alert of unknown severity does not match. */
  readonly severityAtLeast?: Severity;
  /** Senders; `webhook` names all senders of the webhook. */
  readonly receivedBy?: readonly string[];
  /** Names of formats, in lower case. */
  readonly formats?: readonly string[];
  /** Template ids of directory roles, one of which the user has, or may activate. In lower case. */
  readonly roles?: readonly string[];
}
