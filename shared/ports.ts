import type { BackendFailure } from './core/backend-failure';
import type { DirectoryUser, UserFact } from './core/facts';
import type { Outcome } from './core/outcome';
import type { Method } from './core/plan';
import type { RevocationAnswer } from './core/revocation';
import type { UserReference } from './core/user-reference';
import type { ResultMessage } from './messages/result-message';
import type { Result } from './messages/result-schema';
import type { TelemetryEvent } from './telemetry-event';

/** Where users are looked up. */
export interface Directory {
  /**
   * Finds the one user that a reference names. Reads only.
   *
   * Returns `lookupFailed` when the backend could not answer within its retry budget, `ambiguous` when the
   * reference fits several users. Throws only on a broken invariant.
   */
  find(reference: UserReference): Promise<Exclude<UserFact, { kind: 'notLookedUp' }>>;

  /** Reads back from when on the user's sessions are valid: the only proof of a revocation there is. */
  sessionsValidFrom(userId: string): Promise<SessionsValidFrom>;
}

/** `sessionsValidFrom` is RFC 3339, and absent for a user who was never revoked. */
export type SessionsValidFrom =
  | { readonly kind: 'read'; readonly sessionsValidFrom?: string }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/** One way to end a user's sessions. */
export interface Revoker {
  readonly method: Method;
  /**
   * Signs the user out of every device. Repeating it is harmless.
   *
   * Returns `failed` when the backend refused, or could not be brought to accept within its retry budget; a
   * call whose answer was lost may have taken effect all the same.
   */
  revoke(user: DirectoryUser): Promise<RevocationAnswer>;
}

/** Where outcomes are told. */
export interface Results {
  /** Resolves once the broker has taken the message; rejects when it has not, and it must be sent again. */
  publish(message: ResultMessage): Promise<void>;
}

/** A message as it came from the queue. */
export interface OriginalMessage {
  /** The same for every delivery of this message, and of no other. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly messageId?: string;
  readonly contentType?: string;
}

/** Where the originals of messages go that were not done, byte for byte. */
export interface RejectedMessages {
  /** Resolves once the broker has taken the original; rejects when it has not. */
  keep(original: OriginalMessage, because: Outcome): Promise<void>;
}

/** Where operators watch. */
export interface Telemetry {
  /** Never throws and never waits: the work does not hang on being watched. */
  record(event: TelemetryEvent): void;
}

export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary start that never jump: for durations. */
  monotonicMs(): number;
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<void>;
}

/** The queue and the topic as a sender of requests sees them. */
export interface RequestChannel {
  /** Resolves once the broker has taken the request; rejects when it has not. */
  send(request: { readonly id: string; readonly body: Uint8Array }): Promise<void>;
  /**
   * The outcomes of a request as they appear on the topic. Ends when so many have come, when one answers the
   * message as a whole, or when the time (ms) is over.
   */
  outcomes(requestId: string, expected: number, timeoutMs: number): AsyncIterable<Result>;
  close(): Promise<void>;
}
