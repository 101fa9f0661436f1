import type { ContainedRecord, ForeseenRecord } from './records';

/** What commands ask of the app about what was done to users beside revoking. */
export interface ContainmentService {
  /** The newest first; those that have ended are listed of a user or a request. */
  list(asked: ContainmentsListed): Promise<readonly ContainedRecord[]>;
  /** What a restore would bring back now. */
  foresee(asked: ContainmentsNamed): Promise<ForeseenRestores>;
  restore(asked: RestoreWished): Promise<readonly RestoreAnswer[]>;
  /** Declares that the app is not to undo them. */
  giveUp(asked: ContainmentsNamed & { readonly reason: string }): Promise<readonly RestoreAnswer[]>;
}

export type ForeseenRestores =
  /** For each containment. */
  | { readonly kind: 'foreseen'; readonly value: readonly ForeseenRecord[] }
  | { readonly kind: 'refused'; readonly text: string }
  /** This way to the app cannot say it. */
  | { readonly kind: 'unknown' };

export interface ContainmentsListed {
  readonly user?: string | undefined;
  readonly requestId?: string | undefined;
  /** Of the user; absent: the home tenant. */
  readonly tenantId?: string | undefined;
}

export interface ContainmentsNamed {
  readonly requestId: string;
  /** Absent: all users of the request. */
  readonly user?: string | undefined;
}

export interface RestoreWished extends ContainmentsNamed {
  readonly reason: string;
  /** Who asks, where nothing proves it. */
  readonly by: string;
}

/** `done`: it is done, or being carried out. `waits`: more people must approve. `refused`: nothing follows. */
export interface RestoreAnswer {
  readonly kind: 'done' | 'waits' | 'refused';
  /** A sentence for the person who has asked. */
  readonly text: string;
}
