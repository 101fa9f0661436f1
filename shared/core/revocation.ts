import type { BackendFailure } from './backend-failure';
import type { CallRecord } from './call-record';
import type { StepAnswer } from './containment-answer';
import type { Detail } from './detail';
import type { MethodName } from './method-name';
import type { TokenLife } from './token-life';

export type { CallRecord } from './call-record';

/** What one method of revoking answered. */
export type RevocationAnswer =
  | ({
      readonly kind: 'accepted';
      readonly acceptedAt: Date;
      /** What the method says of its own sessions: ended, or to be ended. Absent where it only accepts. */
      readonly effect?: 'signedOut' | 'signOutPending';
    } & CallRecord)
  | ({ readonly kind: 'failed'; readonly failure: BackendFailure } & CallRecord);

/** The answer of a method beside the primary one, which may come after the outcome. */
export type OtherAnswer =
  | RevocationAnswer
  | ({ readonly kind: 'pending' } & CallRecord)
  /** A step that waits for an approval of its own. */
  | ({ readonly kind: 'awaitingConfirmation'; readonly advice: Detail } & CallRecord);

/** An answer, and the method of revoking, or the step of a containment, that gave it. */
export interface MethodAnswer {
  readonly method: MethodName;
  readonly answer: OtherAnswer | StepAnswer;
}

/** What carrying out a plan did: the answer of every method and step, the primary method's first, and the proof where that accepted. */
export type Execution =
  | {
      readonly kind: 'revoked';
      readonly answers: readonly MethodAnswer[];
      /** When the primary method accepted it. */
      readonly acceptedAt: Date;
      readonly proof: Proof;
      /** What was known by then of the life of the tokens that were issued before. */
      readonly tokenLife: TokenLife;
    }
  | {
      readonly kind: 'failed';
      readonly answers: readonly MethodAnswer[];
      /** Of the primary method. */
      readonly failure: BackendFailure;
    };

/** What reading back the directory showed. */
export type Proof =
  | { readonly kind: 'changed' }
  /** It was found by a later try: the answer to the call is not known. */
  | { readonly kind: 'found' }
  | { readonly kind: 'notChanged' }
  | { readonly kind: 'unread'; readonly failure: BackendFailure }
  /** Graph was not asked to revoke: the directory has nothing to show. */
  | { readonly kind: 'none' };
