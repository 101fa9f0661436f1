import type { DecisionTarget, DecisionVerb } from '../core/approval';
import type { Detail } from '../core/detail';
import type { Issue } from '../core/outcome';
import type { Alert, RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';

/** A user whom a message names, and where. */
export interface NamedUser {
  readonly path: string;
  readonly reference: UserReference;
}

/** Something that names an account and is nobody to sign out. */
export interface LeftAlone {
  readonly path: string;
  readonly because: string;
}

/** What a message, or one item of a batch, turned out to be. */
export type Reading =
  | {
      readonly kind: 'request';
      readonly request: RevocationRequest;
      /** Where each user is named; absent where the message is a request of our own. */
      readonly named?: readonly NamedUser[];
      readonly leftAlone?: readonly LeftAlone[];
    }
  /** An alert that was read and asks for nobody to be signed out. */
  | {
      readonly kind: 'nothingToDo';
      readonly format: string;
      readonly requestId: string;
      readonly alert: Alert;
      readonly detail: Detail;
      readonly leftAlone: readonly LeftAlone[];
    }
  | DecisionReading
  /** `format` is absent when no format recognised the message. */
  | {
      readonly kind: 'rejected';
      readonly format?: string;
      /** The id that the message gives itself, where at least that could be read. */
      readonly requestId?: string;
      readonly issues: readonly Issue[];
    };

/** A decision on requests that wait for approval. */
export interface DecisionReading {
  readonly kind: 'decision';
  readonly requestId: string;
  readonly target: DecisionTarget;
  readonly decision: DecisionVerb;
  /** Blank for `expire`, which is the app's own decision. */
  readonly by: string;
}
