import type { BackendFailure } from '../../core/backend-failure';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { RemovalStep } from '../../core/containment-step';
import type { Detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { ContainmentTarget } from '../../ports/containment-method';
import type { GraphAnswer } from '../graph/graph-answer';
import type { OnBehalf } from './graph-lists';

/** What a user has, and what of it a step would remove, in the order in which it does. */
export interface Surveyed {
  readonly kind: 'surveyed';
  /** `made`: an earlier call has made it, as the directory shows. */
  readonly changes: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
  readonly advice?: Detail;
}

export type Survey =
  Surveyed | { readonly kind: 'failed'; readonly failure: BackendFailure; readonly record: CallRecord };

/** What became of one item. */
export type Done<Kind extends string> = { readonly record: CallRecord } & (
  { readonly kind: Kind } | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

/** What one kind of removal has of its own. */
export interface Removal {
  readonly step: RemovalStep;
  survey(target: ContainmentTarget, onBehalf: OnBehalf): Promise<Survey>;
  /** Removes one item. Repeating it is harmless: what is not there any more was removed. */
  remove(userId: string, change: ContainmentChange, onBehalf: OnBehalf): Promise<GraphAnswer>;
  /** Why the backend may refuse one item and accept others. */
  readonly refused: (failure: BackendFailure) => Detail;
  /** Brings one item back unless it is there, or somebody else has changed it. Absent: nothing can be brought back. */
  restore?(
    userId: string,
    change: ContainmentChange,
    onBehalf: OnBehalf,
  ): Promise<Done<'restored' | 'notOurs'>>;
}
