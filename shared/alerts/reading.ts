import type { DecisionTarget, DecisionVerb } from '../core/approval';
import type { Detail } from '../core/detail';
import type { Issue } from '../core/outcome';
import type { Alert, RevocationRequest } from '../core/request';
import type { UncertainTime } from '../core/request-age';
import type { UserReference } from '../core/user-reference';

/** A user whom a message names, and where. */
export interface NamedUser {
  readonly path: string;
  readonly reference: UserReference;
  /** Other names of the same user, the surest first. */
  readonly aliases: readonly UserReference[];
  /** When activity of the user was first seen, in ms, where the alert says so of single users. */
  readonly firstSeenMs?: number;
}

/** An account in an alert that is not signed out, and the reason. */
export interface SkippedAccount {
  readonly path: string;
  /** What the alert calls it, where it has a name. */
  readonly name?: string;
  readonly reason: string;
}

/** What a message, or one item of a batch, turned out to be. */
export type Reading =
  | {
      readonly kind: 'request';
      readonly request: RevocationRequest;
      /** Where each user is named; absent where the message is a request of our own. */
      readonly named?: readonly NamedUser[];
      /** The time of the alert, if it does not say when the alert was raised. */
      readonly uncertainTime?: UncertainTime;
      readonly skipped?: readonly SkippedAccount[];
    }
  /** An alert that was read and asks for nobody to be signed out. */
  | {
      readonly kind: 'nothingToDo';
      readonly format: string;
      readonly requestId: string;
      readonly alert: Alert;
      readonly uncertainTime?: UncertainTime;
      readonly event?: string;
      readonly tenantId?: string;
      readonly detail: Detail;
      readonly skipped: readonly SkippedAccount[];
    }
  | DecisionReading
  | RestoreReading
  /** `format` is absent when no format matches the message. */
  | {
      readonly kind: 'rejected';
      readonly format?: string;
      /** The formats that match the message, when there is more than one. */
      readonly candidates?: readonly string[];
      /** The id that the message gives itself, where at least that could be read. */
      readonly requestId?: string;
      readonly issues: readonly Issue[];
    };

/** A request to undo the containments of a request. It only asks a person. */
export interface RestoreReading {
  readonly kind: 'restore';
  /** Of the message. */
  readonly requestId: string;
  /** Of the request whose containments are to be undone. */
  readonly restore: string;
  /** One user of it; absent: all of them. */
  readonly user?: string;
  /** Who asks, which nothing proves. */
  readonly by: string;
  readonly reason?: string;
}

/** A decision on requests that wait for approval. */
export interface DecisionReading {
  readonly kind: 'decision';
  readonly requestId: string;
  readonly target: DecisionTarget;
  readonly decision: DecisionVerb;
  /** Blank for `expire`, which is the app's own decision. */
  readonly by: string;
}

/** Whether a message asks the app for something about what it has done, and for nobody to be signed out. */
export function isOwnAct(reading: Reading): reading is DecisionReading | RestoreReading {
  return reading.kind === 'decision' || reading.kind === 'restore';
}
