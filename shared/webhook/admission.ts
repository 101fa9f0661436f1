import { TOKEN_MEDIA_TYPE, mediaType } from '../messages/security-event-token';
import { identifier } from '../messages/text';
import type { WebhookSource } from './signature';
import { verifySignature } from './signature';

/** A request to the webhook. Names of headers are in small letters. */
export interface WebhookRequest {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The source that it claims to come from, by the address it was sent to. */
  readonly source?: string;
}

/** The largest body that is taken, in bytes: with its properties it must fit into a message of 256 KB. */
export const MAX_WEBHOOK_BYTES = 240 * 1024;

/** Plain JSON, structured CloudEvents, their batches, and security event tokens. */
const CONTENT_TYPES = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  TOKEN_MEDIA_TYPE,
];

/** Headers that go along: whose trace it is, and what a CloudEvent in binary mode says of its body. */
const KEPT: Readonly<Record<string, string>> = {
  traceparent: 'traceparent',
  'ce-specversion': 'cloudEvents:specversion',
  'ce-id': 'cloudEvents:id',
  'ce-type': 'cloudEvents:type',
  'ce-source': 'cloudEvents:source',
};
const MAX_HEADER = 512;
/** Says on the queue that a message came by the webhook: whoever may post alerts may not therefore decide on them. */
const CAME_BY = 'revocationCameBy';
const BY_WEBHOOK = 'webhook';

const idempotencyKey = identifier(128);

/** Why the webhook does not take something. */
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

/** What admitting a request takes. */
export interface Admission {
  /** Sources that must sign. */
  readonly sources: readonly WebhookSource[];
  /** The request's id, unless its sender has given it one to be known again by. */
  readonly newId: string;
  readonly now: Date;
}

/**
 * Whether a request can be put on the queue, and as what. Its id is the one that its source has signed, or the one
 * its sender asks for (`Idempotency-Key`), or a new one.
 */
export function admit(request: WebhookRequest, { sources, newId, now }: Admission): Admitted {
  const { body, headers } = request;
  const contentType = headers['content-type'] ?? '';
  if (body.byteLength > MAX_WEBHOOK_BYTES) {
    return refused('tooLarge', `more than ${String(MAX_WEBHOOK_BYTES)} bytes are not taken`);
  }
  const source = sources.find(({ name }) => name === request.source);
  if (request.source !== undefined && !source) {
    return refused('unknownSource', 'no source of this name is configured');
  }
  const verdict = source && verifySignature(source, request, now);
  if (verdict?.kind === 'refused') return refused('badSignature', verdict.detail);
  if (!CONTENT_TYPES.includes(mediaType(contentType))) {
    return refused('unsupportedType', `send one of ${CONTENT_TYPES.join(', ')}`);
  }
  if (body.byteLength === 0) return refused('empty', 'the body is empty');
  const id = verdict?.id ?? idempotencyKey.safeParse(headers['idempotency-key']).data ?? newId;
  return { kind: 'admitted', message: { id, body, contentType, properties: propertiesOf(headers) } };
}

function propertiesOf(headers: WebhookRequest['headers']): Readonly<Record<string, string>> {
  const kept = Object.entries(KEPT).flatMap(([header, property]): [string, string][] => {
    const value = headers[header];
    return value === undefined ? [] : [[property, value.slice(0, MAX_HEADER)]];
  });
  return { ...Object.fromEntries(kept), [CAME_BY]: BY_WEBHOOK };
}

/** Whether a message from the queue had come to it by the webhook. */
export function cameByWebhook(properties: Readonly<Record<string, unknown>> = {}): boolean {
  return properties[CAME_BY] === BY_WEBHOOK;
}

function refused(reason: RefusalReason, detail: string): Admitted {
  return { kind: 'refused', reason, detail };
}
