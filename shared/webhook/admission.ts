import { TOKEN_MEDIA_TYPE, mediaType } from '../messages/security-event-token';
import { identifier } from '../messages/text';
import { forwardedProperties } from './forwarded-headers';
import type { SignedRequest, WebhookSender } from './signature';
import { verifySignature } from './signature';

/** A request to the webhook. */
export interface WebhookRequest extends SignedRequest {
  /** The sender's name, as the address of the request states it; not verified yet. */
  readonly sender?: string;
}

/** The largest body that is accepted: with its properties it must fit into a message of 256 KB. */
export const MAX_WEBHOOK_BYTES = 240 * 1024;

/** Plain JSON, structured CloudEvents, their batches, and security event tokens. */
const CONTENT_TYPES = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  TOKEN_MEDIA_TYPE,
];

/** Marks a message that was received by the webhook: a sender of alerts must not decide on them. */
const CAME_BY = 'revocationCameBy';
const BY_WEBHOOK = 'webhook';

const idempotencyKey = identifier(128);

/** Why the webhook denies a request. */
export type RefusalReason = 'unknownSource' | 'badSignature' | 'tooLarge' | 'unsupportedType' | 'empty';

export type Admitted =
  | {
      readonly kind: 'admitted';
      readonly message: {
        readonly id: string;
        readonly body: Uint8Array;
        readonly contentType: string;
        readonly properties: Readonly<Record<string, string>>;
      };
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
 * Decides whether a request can be put on the queue, and returns the message. The message's id is the one that the sender
 * has signed, or else the `Idempotency-Key` of the request, or else a new one.
 */
export function admit(request: WebhookRequest, { senders, newId, now }: Admission): Admitted {
  const { body, headers } = request;
  const contentType = headers['content-type'] ?? '';
  if (body.byteLength > MAX_WEBHOOK_BYTES) {
    return refused('tooLarge', `the body has more than ${String(MAX_WEBHOOK_BYTES)} bytes`);
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
  const id = verdict?.id ?? idempotencyKey.safeParse(headers['idempotency-key']).data ?? newId;
  return { kind: 'admitted', message: { id, body, contentType, properties: propertiesOf(headers) } };
}

function propertiesOf(headers: WebhookRequest['headers']): Readonly<Record<string, string>> {
  return { ...forwardedProperties(headers), [CAME_BY]: BY_WEBHOOK };
}

/** Whether a message of the queue was received by the webhook. */
export function cameByWebhook(properties: Readonly<Record<string, unknown>> = {}): boolean {
  return properties[CAME_BY] === BY_WEBHOOK;
}

function refused(reason: RefusalReason, detail: string): Admitted {
  return { kind: 'refused', reason, detail };
}
