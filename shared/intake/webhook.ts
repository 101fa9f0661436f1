import { identifier } from './text';

/** A request to the webhook. Names of headers are in small letters. */
export interface WebhookRequest {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The largest body that is taken, in bytes: with its properties it must fit into a message of 256 KB. */
export const MAX_WEBHOOK_BYTES = 240 * 1024;

/** Structured CloudEvents, their batches, and plain JSON. A token would have to be verified first. */
const CONTENT_TYPES = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
];

/** Headers that go along: whose trace it is, and what a CloudEvent in binary mode says of its body. */
const KEPT: Readonly<Record<string, string>> = {
  traceparent: 'traceparent',
  'ce-id': 'cloudEvents:id',
  'ce-type': 'cloudEvents:type',
  'ce-source': 'cloudEvents:source',
};
const LONGEST_HEADER = 512;

const idempotencyKey = identifier(128);

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
  | {
      readonly kind: 'refused';
      readonly because: 'tooLarge' | 'unsupportedType' | 'empty';
      readonly detail: string;
    };

/**
 * Whether a request can be put on the queue, and as what.
 *
 * @param newId the request's id, unless its sender has given it one to be known again by (`Idempotency-Key`)
 */
export function admit({ body, headers }: WebhookRequest, newId: string): Admitted {
  const contentType = headers['content-type'] ?? '';
  const [mediaType = ''] = contentType.split(';');
  if (!CONTENT_TYPES.includes(mediaType.trim().toLowerCase())) {
    return refused('unsupportedType', `send one of ${CONTENT_TYPES.join(', ')}`);
  }
  if (body.byteLength === 0) return refused('empty', 'the body is empty');
  if (body.byteLength > MAX_WEBHOOK_BYTES) {
    return refused('tooLarge', `more than ${String(MAX_WEBHOOK_BYTES)} bytes are not taken`);
  }
  const id = idempotencyKey.safeParse(headers['idempotency-key']).data ?? newId;
  const properties = Object.fromEntries(
    Object.entries(KEPT).flatMap(([header, property]) => {
      const value = headers[header];
      return value === undefined ? [] : [[property, value.slice(0, LONGEST_HEADER)]];
    }),
  );
  return { kind: 'admitted', message: { id, body, contentType, properties } };
}

function refused(because: Extract<Admitted, { kind: 'refused' }>['because'], detail: string): Admitted {
  return { kind: 'refused', because, detail };
}
