import type { BackendFailure } from './backend-failure';
import type { Detail } from './detail';
import type { OutcomeId } from './ids';

/** The statuses with which a rule may deny. */
export type DeniedStatus =
  | 'rejected'
  | 'notEnabled'
  | 'userNotFound'
  | 'notApplicable'
  | 'failed'
  | 'protected'
  | 'declined'
  | 'expired'
  | 'duplicate';

/** Why a user is not signed out. */
export interface Denial {
  /** The rule's name, for audit and tests. */
  readonly rule: string;
  readonly status: DeniedStatus;
  readonly detail: Detail;
  /** Of a duplicate: the outcome that answered the same work. */
  readonly duplicateOf?: OutcomeId;
  /** The failure of a backend behind it: a retry may help. */
  readonly failure?: BackendFailure;
}

/** Why a person must approve first. */
export interface ApprovalReason {
  /** The rule's name, for audit and tests. */
  readonly rule: string;
  readonly status: 'awaitingConfirmation' | 'held';
  readonly detail: Detail;
}
