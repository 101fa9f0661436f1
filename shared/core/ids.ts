import { createHash, hash } from 'node:crypto';
import { compact } from './compact';
import type { ReceivedBy } from './received-by';
import { namespaceOf, senderOfShare } from './received-by';
import type { RevocationRequest } from './request';
import type { RevocationMethod } from './revocation-method';
import type { UserReference } from './user-reference';
import { referenceKey } from './user-reference';

declare const brand: unique symbol;
/** Text that only this file turns into an id. */
type Id<Name extends string> = string & { readonly [brand]: Name };

/** Equal for every delivery of one request and user; the messageId on the results topic. */
export type OutcomeId = Id<'outcome'>;
/** Equal for every try of one method of an outcome; the messageId on the results topic. */
export type MethodEventId = Id<'methodEvent'>;
/** Names a request for approval; follows from the outcome that published it. */
export type ApprovalId = Id<'approval'>;
/** Equal for every delivery and copy of one message, and different for every other message. */
export type MessageKey = Id<'message'>;
/** Names a change of the emergency switch: the store's version of its row. */
export type SwitchChangeId = Id<'switchChange'>;
/** A partition of the ledger. Entries of one partition expire together. */
export type Partition = Id<'partition'>;

/** Names an entry of the ledger. */
export interface EntryKey {
  readonly partition: Partition;
  readonly row: string;
}

/** Identifies a request. A replay is a request of its own, whatever id its body has; so are equal ids of two senders. */
export interface RequestIdentity {
  readonly tenantId: string;
  readonly requestId: string;
  readonly replay?: string;
  readonly receivedBy?: ReceivedBy;
}

/** What identifies a message on its way: the broker's properties of its first delivery, its replay, and its sender. */
export interface MessageIdentity {
  readonly origin: {
    readonly messageId?: string;
    readonly sequenceNumber?: string;
    readonly enqueuedAt?: string;
  };
  readonly replay?: string;
  readonly receivedBy?: ReceivedBy;
}

type AnyId = OutcomeId | MethodEventId | ApprovalId | MessageKey | SwitchChangeId | Partition;

/** An id that was stored or published, once its record has been validated. */
// eslint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows which id its record holds
export function storedId<Stored extends AnyId>(text: string): Stored;
export function storedId(text: string): string {
  return text;
}

/** The id of one item of a batch that has no id of its own. */
export function itemRequestId(fallbackId: string, item: number): string {
  return `${fallbackId}.${String(item)}`;
}

/** The digest of the parts; JSON separates them, whatever characters a sender puts into an id. */
export function digest(parts: readonly DigestPart[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}

/** A list cannot be mistaken for text that a sender wrote. */
type DigestPart = string | null | readonly string[];

/** The parts that keep the ids of one sender apart from those of all others. */
function namespaceParts(receivedBy: ReceivedBy | undefined): readonly DigestPart[] {
  const namespace = namespaceOf(receivedBy);
  return namespace === undefined ? [] : [['receivedBy', namespace]];
}

/**
 * The id of an outcome: a digest of tenant, request and user, so that duplicate detection on the topic drops
 * republished copies. Without a user: of the outcome of the message as a whole. A replay has outcome ids of its own,
 * and so has the outcome that follows a decision on a request for approval.
 */
export function outcomeId(
  { tenantId, requestId, replay, receivedBy }: RequestIdentity,
  user?: UserReference,
  approval?: ApprovalId,
): OutcomeId {
  const who = user ? referenceKey(user) : null;
  const parts = [
    tenantId.toLowerCase(),
    requestId,
    who,
    ...(replay === undefined ? [] : [replay]),
    ...namespaceParts(receivedBy),
  ];
  return storedId(digest(approval === undefined ? parts : [...parts, 'confirmation', approval]));
}

/** The id of the request for approval that an outcome publishes. */
export function approvalId(outcome: OutcomeId): ApprovalId {
  return storedId(digest(['confirmation', outcome]).slice(0, 32));
}

/**
 * The key of a message. It differs from that of any other message, even of one with the same messageId: senders choose
 * that, and some choose a constant.
 */
export function messageKey(body: Uint8Array, { origin, replay, receivedBy }: MessageIdentity): MessageKey {
  const { messageId, sequenceNumber, enqueuedAt } = origin;
  const identity = [messageId ?? null, sequenceNumber ?? null, enqueuedAt ?? null];
  const further = [...(replay === undefined ? [] : [replay]), ...namespaceParts(receivedBy)];
  const key = createHash('sha256').update(body);
  key.update(JSON.stringify([...identity, ...further]));
  return storedId(key.digest('hex'));
}

/** The id of a request whose body has none: the messageId, else its message's key. */
export function fallbackRequestId(body: Uint8Array, { origin, receivedBy }: MessageIdentity): string {
  const { messageId } = origin;
  if (messageId !== undefined && messageId !== '') return messageId;
  return `message-${messageKey(body, compact({ origin, receivedBy }))}`;
}

/**
 * The id of the request that a security event token is, whatever message brings it: `jti` is unique among the tokens
 * of one issuer (RFC 8417, section 2.2), so that a replayed token is recognized.
 */
export function tokenRequestId({ issuer, jti }: { readonly issuer: string; readonly jti: string }): string {
  return `set-${digest([issuer, jti])}`;
}

/** The id of a request that a webhook sender has signed, by the id or the signature that it sent. */
export function signedRequestId(sender: string, signedPart: string): string {
  return `${sender}-${digest([signedPart])}`;
}

/**
 * The messageId of a message that came over HTTP: senders choose ids, and equal ones of two senders must not meet. The
 * broker drops a repetition; another body under the same id is answered.
 */
export function intakeMessageId(receivedBy: ReceivedBy, requestId: string, body: Uint8Array): string {
  return `intake-${digest([receivedBy, requestId, payloadDigest(body)])}`;
}

/**
 * The key under which the sender of an urgent message is recorded that came over HTTP. No original in quarantine has it, and
 * another body or id has another one.
 */
export function urgentSenderKey(
  body: Uint8Array,
  {
    origin: { messageId },
    receivedBy,
  }: Pick<MessageIdentity, 'origin'> & { readonly receivedBy: ReceivedBy },
): MessageKey {
  return storedId(`urgent-${digest([receivedBy, messageId ?? null, payloadDigest(body)])}`);
}

/** The messageId of the app's own message that ends a wait for approval. */
export function expiryMessageId(approval: ApprovalId): string {
  return `expiry-${digest([approval])}`;
}

/** The messageId of the app's own message that finishes a recorded decision; one for each trigger. */
export function resumeMessageId(approval: ApprovalId, trigger: string): string {
  return `resume-${digest([approval, trigger])}`;
}

/**
 * The messageId of the app's own message that decides on one of many requests for approval: senders choose the id of a
 * decision, and equal ones of two persons must not meet.
 *
 * @param decision the key of the decision on many
 */
export function decisionMessageId(decision: string, replay: string | undefined, approval: string): string {
  return `decision-${digest([decision, replay ?? null, approval])}`;
}

/** The messageId of the app's own message that has the decision of a proven person carried out. */
export function provenDecisionId(approval: ApprovalId, decision: string, person: string): string {
  return `decision-${digest(['proven', approval, decision, person.toLowerCase()])}`;
}

/** Equal for every delivery, copy and replay of the message that brings a decision, and for no other decision. */
export function decisionKey(requestId: string, body: Uint8Array): string {
  return digest([requestId, payloadDigest(body)]);
}

/** Differs for two bodies that claim to be the same request. */
export function payloadDigest(body: Uint8Array): string {
  return hash('sha256', body, 'hex');
}

/** The partition of everything about one request. */
export function requestPartition({ tenantId, requestId, replay, receivedBy }: RequestIdentity): Partition {
  const parts = [
    tenantId.toLowerCase(),
    requestId,
    ...(replay === undefined ? [] : [replay]),
    ...namespaceParts(receivedBy),
  ];
  return storedId(`request-${digest(parts)}`);
}

/** The partition of the sender of an original in quarantine. */
export function senderPartition(original: MessageKey): Partition {
  return storedId(`sender-${original}`);
}

/** The entry of one user's outcome in a request; without a user: of the outcome of the message as a whole. */
export function outcomeKey(partition: Partition, user?: UserReference, approval?: ApprovalId): EntryKey {
  const parts = user && [referenceKey(user), ...(approval === undefined ? [] : [approval])];
  return { partition, row: parts ? `user-${digest(parts)}` : 'message' };
}

/** The id of the event of a method that answered after its outcome. */
export function methodEventId(outcome: OutcomeId, method: RevocationMethod): MethodEventId {
  return storedId(digest(['method', outcome, method]));
}

/** The entry of what a method answered after the outcome of an entry. It expires with that. */
export function methodResultKey({ partition, row }: EntryKey, method: RevocationMethod): EntryKey {
  return { partition, row: `${row}-${method}` };
}

/** The id of the event that publishes a change of the emergency switch; equal in every process that sees it. */
export function switchEventId(tenantId: string, change: SwitchChangeId): string {
  return digest(['emergencySwitch', tenantId.toLowerCase(), change]);
}

/** The entry of the event that publishes a change of the emergency switch. */
export function switchEventKey(change: SwitchChangeId): EntryKey {
  return { partition: storedId(`switch-${digest([change])}`), row: 'change' };
}

/** The id of the event that announces a request for approval once more. */
export function reminderId(approval: ApprovalId): string {
  return digest(['reminder', approval]);
}

/** The entry of that event. */
export function reminderKey(approval: ApprovalId): EntryKey {
  return { partition: storedId(`reminder-${digest([approval])}`), row: 'reminder' };
}

/** The entry that notes a reading of a message. */
export function readingKey(message: MessageKey): EntryKey {
  return { partition: storedId(`reading-${message}`), row: 'reading' };
}

/**
 * The entry by which a revocation is deduplicated: of the user and the alert, or else the user and the request where
 * that names several users, two of whom may be one. Undefined where a repetition cannot be distinguished from a new
 * request.
 */
export function deduplicationKey(
  { id, alert, users, receivedBy }: Pick<RevocationRequest, 'id' | 'alert' | 'users' | 'receivedBy'>,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
): EntryKey | undefined {
  const cause =
    alert?.id === undefined
      ? users.length > 1 && ['request', id, ...namespaceParts(receivedBy)]
      : ['alert', alert.provider?.toLowerCase() ?? null, alert.id];
  if (!cause) return undefined;
  const parts = [tenantId.toLowerCase(), userId.toLowerCase(), ...cause];
  return { partition: storedId(`revocation-${digest(parts)}`), row: 'revocation' };
}

/** The entry of the last revocation of a user, whatever it was for. */
export function userRevocationKey(tenantId: string, userId: string): EntryKey {
  const user = digest([tenantId.toLowerCase(), userId.toLowerCase()]);
  return { partition: storedId(`revoked-${user}`), row: 'user' };
}

/** The partition of what is noted of one day's outcomes: a day of UTC, `2026-11-26`. */
export function historyPartition(day: string): Partition {
  return storedId(`history-${day}`);
}

/** How the rows begin that lead to the outcomes of a user. */
export function historyOfUser(tenantId: string, userId: string): string {
  return `user-${digest([tenantId.toLowerCase(), userId.toLowerCase()]).slice(0, 32)}-`;
}

/** How the rows begin that lead to the outcomes of requests with an id. */
export function historyOfRequest(requestId: string): string {
  return `request-${digest([requestId]).slice(0, 32)}-`;
}

/** How the rows begin that lead to the outcomes of all users. */
export const HISTORY_OF_ALL = 'outcome-';

/** The entry of a tenant's limit. */
export function limitKey(tenantId: string): EntryKey {
  return { partition: storedId(`brake-${digest([tenantId.toLowerCase()])}`), row: 'brake' };
}

/** What the limit stores of a sender. 8 bytes, in hexadecimal. */
export function limitSender(receivedBy: ReceivedBy | undefined): string {
  return digest(['sender', senderOfShare(receivedBy)]).slice(0, 16);
}

/** The reservation of a place for the revocation that an outcome reports. 8 bytes, in hexadecimal. */
export function limitReservation(outcome: OutcomeId): string {
  return digest(['reservation', outcome]).slice(0, 16);
}

/** What the limit stores of a user: enough to recognize them. 16 bytes, in hexadecimal. */
export function limitUser(tenantId: string, userId: string): string {
  return digest([tenantId.toLowerCase(), userId.toLowerCase()]).slice(0, 32);
}

/** The partition of what is known of the accounts that policy protects in a tenant. */
export function protectedPartition(tenantId: string): Partition {
  return storedId(`protected-${digest([tenantId.toLowerCase()])}`);
}

/** What is known of one entry of the policy's `protected`. */
export function protectedKey(tenantId: string, kind: string, entry: string): EntryKey {
  return { partition: protectedPartition(tenantId), row: digest([kind, entry]) };
}
