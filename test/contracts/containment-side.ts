import type { DirectoryUser } from '../../shared/core/directory-user';
import type { ContainmentMethod } from '../../shared/ports/containment-method';

/** One step under test, and a user whom it has something to change of. */
export interface ContainmentSide {
  readonly method: ContainmentMethod;
  readonly user: DirectoryUser;
  /** What was added since is taken away by a step that removes. */
  readonly firstSeenAt: Date;
  /** All that the step could change of the user, as the backend has it now, comparable by `toEqual`. */
  state(): Promise<unknown>;
  /**
   * Somebody else brings back what the step has taken away: enables the account, registers the method again. Absent where
   * nobody can.
   */
  readonly bringBackByOther?: () => Promise<void>;
  /** What the step changes cannot be brought back at all. */
  readonly isFinal?: true;
  stop(): Promise<void>;
}

export type StartSide = () => Promise<ContainmentSide>;
