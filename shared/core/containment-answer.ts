import type { BackendFailure } from './backend-failure';
import type { ContainmentChange, KeptItem } from './contained-item';
import type { Detail } from './detail';
import type { CallRecord } from './call-record';

/** What a step would do now. */
export type ForeseenStep =
  | {
      readonly kind: 'foreseen';
      readonly changes: readonly ContainmentChange[];
      readonly kept: readonly KeptItem[];
      /** What a person should know before: `disable it in Active Directory too`. */
      readonly advice?: Detail;
    }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/** What one step answered. `changed`: with the state that each change has now. */
export type StepAnswer = CallRecord & {
  readonly changed: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
  /** The act that would help beside or instead: the role that is missing, Active Directory. */
  readonly advice?: Detail;
} & (
    | { readonly kind: 'contained' | 'restored' | 'unchanged'; readonly at: Date }
    | { readonly kind: 'failed'; readonly failure: BackendFailure }
  );
