/** The statuses with which a rule may refuse. */
export type RefusalStatus = 'rejected' | 'notEnabled' | 'userNotFound' | 'notApplicable' | 'failed';

/** Why a rule says no. */
export interface Objection {
  /** The rule's name, for audit and tests. */
  readonly rule: string;
  readonly status: RefusalStatus;
  /** One English sentence that says why. */
  readonly detail: string;
}
