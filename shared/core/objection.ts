/** The statuses with which a rule may refuse. */
export type RefusalStatus =
  | 'rejected'
  | 'notEnabled'
  | 'userNotFound'
  | 'notApplicable'
  | 'failed'
  | 'protected'
  | 'declined'
  | 'expired'
  | 'duplicate';

/** Why a rule says no. */
export interface Objection {
  /** The rule's name, for audit and tests. */
  readonly rule: string;
  readonly status: RefusalStatus;
  /** One English sentence that says why. */
  readonly detail: string;
  /** Of a duplicate: the outcome that answered the same work. */
  readonly duplicateOf?: string;
}
