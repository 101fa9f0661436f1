import type { ReceivedBy } from '../core/received-by';
import { TOKEN_MEDIA_TYPE, mediaType } from '../messages/security-event-token';
import { identifier } from '../messages/text';
import { forwardedProperties } from './forwarded-headers';
import type { SignedRequest, WebhookSender } from './signature';
import { verifySignature } from './signature';

/** A request to the webhook. */
export interface WebhookRequest extends SignedRequest {
  /** The sender's name, as the address of the request states it; not verified yet. */
  readonly sender?: string;
  /** The caller whom the host or the platform has authenticated. */
  readonly caller: ReceivedBy;
}

/** The largest body that is accepted: with its properties it must fit into a message of 256 KB. */
export const MAX_WEBHOOK_BYTES = 240 * 1024;

/** What may be sent over HTTP: plain JSON, structured CloudEvents, their batches, and security event tokens. */
export const CONTENT_TYPES = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  TOKEN_MEDIA_TYPE,
];

/** With the body and the other headers it must fit into a message. */
const MAX_CONTENT_TYPE_LENGTH = 512;

const idempotencyKey = identifier(128);

/** Why the webhook denies a request. */
export type RefusalReason =
  'unknownSource' | 'badSignature' | 'tooLarge' | 'unsupportedType' | 'empty' | 'lengthRequired';

export type Admitted =
  | {
      readonly kind: 'admitted';
      /** The id of the request, unless its body names one. */
      readonly requestId: string;
      readonly receivedBy: ReceivedBy;
      readonly body: Uint8Array;
      readonly contentType: string;
      readonly properties: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string };

/** What the decision on a request needs. */
export interface Admission {
  /** Senders that must sign. */
  readonly senders: readonly WebhookSender[];
  /** The request's id, unless its sender has set one. */
  readonly newId: string;
  readonly now: Date;
}

/**
 * Decides whether a request can be put on the queue, and from whom it is: a signature that was verified counts before the
 * key. The request's id is the one that the sender has signed, or else the `Idempotency-Key`, or else a new one.
 */
export function admit(request: WebhookRequest, { senders, newId, now }: Admission): Admitted {
  const { body, headers } = request;
  const contentType = headers['content-type'] ?? '';
  if (body.byteLength > MAX_WEBHOOK_BYTES) {
    return refused('tooLarge', `the body has more than ${String(MAX_WEBHOOK_BYTES)} bytes`);
  }
  if (body.byteLength === 0 && headers['transfer-encoding'] !== undefined) {
    // The host of Azure Functions passes a body that comes in chunks as an empty one.
    return refused(
      'lengthRequired',
      'the body was sent in chunks (Transfer-Encoding), which cannot be received: send it with a Content-Length',
    );
  }
  const sender = senders.find(({ name }) => name === request.sender);
  if (request.sender !== undefined && !sender) {
    return refused('unknownSource', 'no sender of this name is configured');
  }
  const verdict = sender && verifySignature(sender, request, now);
  if (verdict?.kind === 'refused') return refused('badSignature', verdict.detail);
  if (!CONTENT_TYPES.includes(mediaType(contentType))) {
    return refused(
      'unsupportedType',
      `the content type is not supported: send one of ${CONTENT_TYPES.join(', ')}`,
    );
  }
  if (body.byteLength === 0) return refused('empty', 'the body is empty');
  const requestId = verdict?.id ?? idempotencyKey.safeParse(headers['idempotency-key']).data ?? newId;
  const receivedBy: ReceivedBy = sender ? `webhook:${sender.name}` : request.caller;
  const properties = forwardedProperties(headers);
  const type = contentType.slice(0, MAX_CONTENT_TYPE_LENGTH);
  return { kind: 'admitted', requestId, receivedBy, body, contentType: type, properties };
}

function refused(reason: RefusalReason, detail: string): Admitted {
  return { kind: 'refused', reason, detail };
}
