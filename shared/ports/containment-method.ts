import type { ContainmentChange } from '../core/containment';
import type { ForeseenStep, StepAnswer } from '../core/containment-answer';
import type { ContainmentStep } from '../core/containment-step';
import type { DirectoryUser } from '../core/directory-user';
import type { RevocationCall } from './revoker';

export type { ForeseenStep, StepAnswer } from '../core/containment-answer';

/** One step of a containment: what it would do, doing it, and bringing back what it did. */
export interface ContainmentMethod {
  /** What `contain` would change now, and what it would keep. Reads only. */
  foresee(target: ContainmentTarget): Promise<ForeseenStep>;

  /**
   * Makes the changes, each after `note` has written it down. Repeating the call is harmless: what is changed already is
   * `unchanged`, or counts as this step's own where an earlier call has noted it (`target.noted`).
   *
   * Returns `failed` when the backend denied the call or did not accept it within its retry budget; what it has changed by
   * then is in `changed`. Throws only on a broken invariant.
   */
  contain(target: ContainmentTarget, call: ContainmentCall): Promise<StepAnswer>;

  /**
   * Brings back the changes of this step that are `made` or `intended`, and not final, and only those: what somebody else
   * has changed since is left, and is returned as `notOurs`. Repeating the call is harmless: what is back then counts as
   * `restored` where an earlier call may have done so (`isRepeated`).
   */
  restore(
    target: ContainmentTarget,
    changes: readonly ContainmentChange[],
    call: RestoreCall,
  ): Promise<StepAnswer>;
}

/** Whom a step is about. */
export interface ContainmentTarget {
  readonly user: DirectoryUser;
  /** What was added since then is removed; absent: nothing is, and all is kept. */
  readonly firstSeenAt?: Date;
  /** What earlier calls of this step have noted. */
  readonly noted: readonly ContainmentChange[];
}

/** How a step may call its backend. */
export interface ContainmentCall extends RevocationCall {
  /** Writes changes down before they are made. False: the lease of the work may have ended, and they must not be made. */
  readonly note: (changes: readonly ContainmentChange[]) => Promise<boolean>;
}

/** How a step may call its backend to bring something back. */
export interface RestoreCall extends RevocationCall {
  /** An earlier try has begun, and may have died after a change whose answer is lost. */
  readonly isRepeated?: boolean;
}

/** A method for each step that is configured. */
export type ContainmentMethods = Readonly<Partial<Record<ContainmentStep, ContainmentMethod>>>;
