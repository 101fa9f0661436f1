import type { BackendFailure } from '../core/backend-failure';
import type { DirectoryUser, MembershipFact, UserFact } from '../core/facts';
import type { Verdict } from '../core/outcome';
import type { Method } from '../core/plan';
import type { AskedMemberships } from '../core/policy';
import type { RevocationAnswer } from '../core/revocation';
import type { UserReference } from '../core/user-reference';
import type { Lineage } from '../messages/message-history';
import type { ResultMessage } from '../messages/result-message';
import type { Result } from '../messages/result-schema';
import type { TelemetryEvent } from './telemetry';

/**
 * Thrown by ports whose outside thing cannot be reached or does not take what it is given: time may heal it,
 * trying again is safe, and what hung on it has not been done as far as anybody can tell.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly what: 'ledger' | 'serviceBus' | 'issuer';

  constructor(what: Unavailable['what'], cause: unknown) {
    super(`Not available: ${what}.`, { cause });
    this.what = what;
  }
}

/** Where users are looked up. */
export interface Directory {
  /**
   * Finds the one user that a reference names. Reads only.
   *
   * Returns `lookupFailed` when the backend could not answer within its retry budget, `ambiguous` when the
   * reference fits several users. Throws only on a broken invariant.
   */
  find(reference: UserReference): Promise<Exclude<UserFact, { kind: 'notLookedUp' }>>;

  /**
   * Which of the groups asked about a user belongs to, directly or by way of others, and all of the user's directory
   * roles if they are asked for. Reads only.
   *
   * Returns `unreadable` when not all of it could be read: nobody can then be told from somebody protected.
   */
  memberships(userId: string, asked: AskedMemberships): Promise<MembershipFact>;

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

  /** For how long, in ms, the backend has asked to be left alone; 0 when it has not. */
  pausedForMs(): number;
}

/** Where outcomes are told. */
export interface Results {
  /**
   * Resolves once the broker has taken the message.
   *
   * @throws Unavailable when it has not, and it must be sent again
   */
  publish(message: ResultMessage): Promise<void>;
}

/** Properties that a sender has put beside a body, as far as they are plain values. */
export type MessageProperties = Readonly<Record<string, string | number | boolean>>;

/** A message as it came from the queue. */
export interface OriginalMessage {
  /** The same for every delivery and copy of this message, and of no other. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly lineage: Lineage;
  readonly contentType?: string;
  readonly properties?: MessageProperties;
}

/** Where the originals of messages go that were not done, byte for byte. */
export interface RejectedMessages {
  /**
   * Resolves once the broker has taken the original.
   *
   * @throws Unavailable when it has not
   */
  keep(original: OriginalMessage, because: Verdict): Promise<void>;
}

/** An original in quarantine. */
export interface KeptMessage {
  /** The broker's number for it there: what a person calls it by. */
  readonly number: string;
  readonly keptAt: Date;
  readonly original: OriginalMessage;
  readonly status: string;
  readonly reason: string;
  readonly requestId: string;
  readonly outcomeId: string;
}

/** The quarantine as an operator sees it. */
export interface Quarantine {
  /** Everything that is kept, oldest first; nothing is taken. */
  list(): AsyncIterable<KeptMessage>;
  /**
   * Hands over the originals with these numbers, each of which is removed once its `handOver` has resolved;
   * if it rejects, so does this, and the original stays. Returns the numbers that could not be had: gone, or
   * just being handed over to somebody else.
   */
  take(
    numbers: readonly string[],
    handOver: (kept: KeptMessage) => Promise<void>,
  ): Promise<readonly string[]>;
}

/** An alert that came by HTTP, as it is put on the request queue. */
export interface InboxMessage {
  /** The request's id, unless its body names one. */
  readonly id: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly properties: MessageProperties;
}

/** The request queue, for what does not come to it by itself. */
export interface Inbox {
  /**
   * Resolves once the broker has taken the message; a repetition with the same id is dropped.
   *
   * @param at when it is to be delivered; absent: at once
   * @throws Unavailable when it has not
   */
  put(message: InboxMessage, at?: Date): Promise<void>;
}

/** Where messages go that are to be tried again later: a way around the broker's immediate redelivery. */
export interface PostponedMessages {
  /**
   * Has a copy of the message delivered at a later time. Resolves once the broker has taken it; a repetition
   * for the same number of attempts is dropped.
   *
   * @throws Unavailable when it has not
   */
  postpone(original: OriginalMessage, until: Date): Promise<void>;
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
  /** Does something again and again, so many milliseconds apart. Returns how to stop it. */
  every(ms: number, work: () => void): () => void;
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
