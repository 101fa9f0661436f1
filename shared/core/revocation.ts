import type { BackendFailure } from './backend-failure';

/** What a backend's own records say of the calls that were made. */
export interface CallRecord {
  readonly attempts: number;
  readonly requestIds: readonly string[];
}

/** What one method of revoking answered. */
export type RevocationAnswer =
  | ({ readonly kind: 'accepted'; readonly acceptedAt: Date } & CallRecord)
  | ({ readonly kind: 'failed'; readonly failure: BackendFailure } & CallRecord);

/** What carrying a plan out did. */
export type Execution =
  /** The plan was a refusal or a what-if. */
  | { readonly kind: 'none' }
  /** Another reference of the same request had named the same user before. */
  | { readonly kind: 'sameUser'; readonly outcomeId: string }
  | {
      readonly kind: 'revoked';
      readonly method: string;
      readonly acceptedAt: Date;
      readonly record: CallRecord;
      readonly proof: Proof;
    }
  | {
      readonly kind: 'failed';
      readonly method: string;
      readonly failure: BackendFailure;
      readonly record: CallRecord;
    };

/** What reading the directory back said. */
export type Proof =
  | { readonly kind: 'moved' }
  | { readonly kind: 'notMoved' }
  | { readonly kind: 'unread'; readonly failure: BackendFailure };
