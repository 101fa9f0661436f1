import type { Reading } from '../alerts/reading';
import { plainBody } from '../alerts/plain-body';
import { readMessage } from '../alerts/read-message';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import { compact } from '../core/compact';
import { fallbackRequestId, messageKey, tokenRequestId } from '../core/ids';
import { eventTypeIn } from '../messages/binary-event';
import { tokenIn } from '../messages/security-event-token';
import type { ReceivedBy } from '../core/received-by';
import { claimOf } from '../core/received-by';
import type { TokenVerdict } from '../ports/token-verifier';
import type { Dependencies } from './dependencies';
import type { Guarded } from './guard-reading';
import { guardReading } from './guard-reading';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';

/** What a message is, and the id of its request unless an item names another. */
export type ReadIncoming = {
  /** The message, with the sender that was proven. */
  readonly message: IncomingMessage;
  readonly requestId: string;
} & (
  | { readonly kind: 'read'; readonly readings: readonly Reading[] }
  /** It could not be read, for a reason that is not in the message's text. */
  | { readonly kind: 'unread'; readonly detail: Detail }
);

/** A body that was opened: it was read, or is a token that must be verified first. */
type Opened = { readonly kind: 'readings'; readonly readings: readonly Reading[] } | TokenOf<string>;
interface TokenOf<T> {
  readonly kind: 'token';
  readonly token: T;
}

/** Reads a message. A security event token is verified first: who may send to the queue may not speak for an issuer. */
export async function readIncoming(
  dependencies: Dependencies,
  incoming: IncomingMessage,
): Promise<ReadIncoming> {
  const message = await withProvenSender(dependencies, incoming);
  const { body, history, missingOriginal } = message;
  const fallbackId = fallbackRequestId(body, history);
  if (missingOriginal !== undefined) {
    const why = detail('originalMissing', { name: missingOriginal });
    return { kind: 'unread', message, requestId: fallbackId, detail: why };
  }
  const opened = await guardReading(dependencies, message, () => open(dependencies, message, fallbackId));
  if (opened.kind === 'setAside') return setAside(dependencies, message, fallbackId, opened);
  if (opened.value.kind === 'readings') {
    return { kind: 'read', message, requestId: fallbackId, readings: opened.value.readings };
  }
  const verdict = await dependencies.tokenVerifier.verify(opened.value.token);
  if (verdict.kind === 'refused') {
    const refusal = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    const readings: readonly Reading[] = [{ kind: 'rejected', issues: [{ path: '$', message: refusal }] }];
    return { kind: 'read', message, requestId: fallbackId, readings };
  }
  const requestId = tokenRequestId(verdict);
  const claims = await guardReading(dependencies, message, () =>
    readClaims(dependencies, verdict, requestId),
  );
  return claims.kind === 'setAside'
    ? setAside(dependencies, message, requestId, claims)
    : {
        kind: 'read',
        message: receivedFrom(message, `issuer:${verdict.issuer}`),
        requestId,
        readings: claims.value,
      };
}

function open(
  { formats, decompress, policy: { tenantId } }: Dependencies,
  { body, contentType, properties }: IncomingMessage,
  fallbackId: string,
): Opened {
  const plain = plainBody(body, properties, decompress);
  if (plain.kind === 'rejected') return { kind: 'readings', readings: [plain] };
  const token = tokenIn(plain.bytes, contentType);
  if (token !== undefined) return { kind: 'token', token };
  const eventType = eventTypeIn(properties);
  const context = { fallbackId, formats, tenantId, decompress, eventType, isVerified: false };
  return { kind: 'readings', readings: readMessage(plain.bytes, context) };
}

function readClaims(
  { formats, policy: { tenantId } }: Dependencies,
  { claims }: Extract<TokenVerdict, { kind: 'verified' }>,
  fallbackId: string,
): readonly Reading[] {
  // An added format must not make a trusted token ambiguous; one in the place of a built-in format counts.
  const replacing = formats.filter(({ replaces }) => replaces !== undefined);
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return readMessage(bytes, { fallbackId, formats: replacing, tenantId, isVerified: true });
}

function setAside(
  { telemetry }: Pick<Dependencies, 'telemetry'>,
  message: IncomingMessage,
  requestId: string,
  { unfinished }: Extract<Guarded<never>, { kind: 'setAside' }>,
): ReadIncoming {
  const { body, history, traceparent } = message;
  const event = { kind: 'setAside', messageKey: messageKey(body, history), unfinished } as const;
  telemetry.record(compact({ ...event, traceparent }));
  return { kind: 'unread', message, requestId, detail: detail('readingEndedProcess', { times: unfinished }) };
}

/**
 * A replay comes over the request queue, on which anybody could claim a sender. It has the sender of its original if the
 * app has kept just this original of that sender.
 */
async function withProvenSender(
  { ledger }: Pick<Dependencies, 'ledger'>,
  message: IncomingMessage,
): Promise<IncomingMessage> {
  const { origin, replay } = message.history;
  const claimed = replay === undefined ? undefined : claimOf(senderOf(message));
  if (claimed === undefined) return message;
  const kept = await ledger.senders.find(messageKey(message.body, { origin, receivedBy: claimed }));
  return kept === claimed ? receivedFrom(message, claimed) : message;
}

function receivedFrom(message: IncomingMessage, receivedBy: ReceivedBy): IncomingMessage {
  return { ...message, history: { ...message.history, receivedBy } };
}
