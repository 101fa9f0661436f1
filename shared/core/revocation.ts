import type { BackendFailure } from './backend-failure';
import type { RevocationMethod } from './revocation-method';
import type { TokenLife } from './token-life';

/** What a backend's own records say of the calls that were made. */
export interface CallRecord {
  readonly attempts: number;
  readonly requestIds: readonly string[];
}

/** What one method of revoking answered. */
export type RevocationAnswer =
  | ({ readonly kind: 'accepted'; readonly acceptedAt: Date } & CallRecord)
  | ({ readonly kind: 'failed'; readonly failure: BackendFailure } & CallRecord);

/** An answer, and the method that gave it. */
export interface MethodAnswer {
  readonly method: RevocationMethod;
  readonly answer: RevocationAnswer;
}

/** What carrying out a plan did: every method's answer, and the proof where all of them accepted. */
export type Execution =
  | {
      readonly kind: 'revoked';
      readonly answers: readonly MethodAnswer[];
      /** When the last of the methods accepted it. */
      readonly acceptedAt: Date;
      readonly proof: Proof;
      /** What was known by then of the life of the tokens that were issued before. */
      readonly tokenLife: TokenLife;
    }
  | {
      readonly kind: 'failed';
      readonly answers: readonly MethodAnswer[];
      readonly failure: BackendFailure;
    };

/** What reading back the directory showed. */
export type Proof =
  | { readonly kind: 'changed' }
  /** It was found by a later try: the answer to the call is not known. */
  | { readonly kind: 'found' }
  | { readonly kind: 'notChanged' }
  | { readonly kind: 'unread'; readonly failure: BackendFailure };
