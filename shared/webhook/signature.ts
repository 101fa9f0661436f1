import { createHmac, timingSafeEqual } from 'node:crypto';
import { signedRequestId } from '../core/ids';

/** What a signature is verified against. Names of headers are in lower case. */
export interface SignedRequest {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a sender signs its requests. The defaults are those of Standard Webhooks (standardwebhooks.com). */
export interface WebhookSender {
  readonly name: string;
  /** A request may be signed with any of them, so that one can be replaced without interruption. */
  readonly secrets: readonly Uint8Array[];
  /** Names of headers, in lower case. */
  readonly headers: { readonly signature: string; readonly timestamp: string; readonly id: string };
  /** The signed content: a template of `{timestamp}` (s since the epoch), `{body}` and, if it is signed, `{id}`. */
  readonly signed: string;
  /** The text before a signature in its header. */
  readonly prefix: string;
  readonly encoding: 'base64' | 'hex';
  /** How far a timestamp may be from now, before or after: an older request is a replay. */
  readonly toleranceMs: number;
}

/** How Standard Webhooks signs. */
export const STANDARD_WEBHOOKS = {
  headers: { signature: 'webhook-signature', timestamp: 'webhook-timestamp', id: 'webhook-id' },
  signed: '{id}.{timestamp}.{body}',
  prefix: 'v1,',
  encoding: 'base64',
} as const satisfies Partial<WebhookSender>;

/** The headers by which a receiver verifies a body, and knows a repetition by its id; signed with each of the secrets. */
export function signedHeaders(
  secrets: readonly Uint8Array[],
  { id, body }: { readonly id: string; readonly body: Uint8Array },
  now: Date,
): Readonly<Record<string, string>> {
  const { headers, prefix } = STANDARD_WEBHOOKS;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => signatureOf(STANDARD_WEBHOOKS, secret, { id, timestamp, body }));
  return {
    [headers.id]: id,
    [headers.timestamp]: timestamp,
    [headers.signature]: signatures.map((signature) => `${prefix}${signature}`).join(' '),
  };
}

/** `id` is the same for every delivery of one message, and follows from the sender's own id if that is signed. */
export type SignatureVerdict =
  { readonly kind: 'signed'; readonly id: string } | { readonly kind: 'refused'; readonly detail: string };

/** Verifies that the sender has signed a request, and has done so recently. Compares in constant time. */
export function verifySignature(
  sender: WebhookSender,
  { body, headers }: SignedRequest,
  now: Date,
): SignatureVerdict {
  const { headers: named, toleranceMs, secrets } = sender;
  const timestamp = headers[named.timestamp] ?? '';
  const signatures = signaturesIn(headers[named.signature] ?? '', sender);
  if (signatures.length === 0) return refused(`${named.signature}: no signature found`);
  if (!/^\d{1,12}$/.test(timestamp)) return refused(`${named.timestamp}: is not a time in seconds`);
  const ageMs = now.getTime() - Number(timestamp) * 1000;
  if (Math.abs(ageMs) > toleranceMs) return refused(`${named.timestamp}: is too far from the current time`);
  const id = headers[named.id] ?? '';
  const separator = /\{id\}([^{]+)/.exec(sender.signed)?.[1];
  if (separator !== undefined && id.includes(separator)) {
    // The same bytes would be signed for another division into id, time and body.
    return refused(`${named.id}: contains ${separator}, which ends an id in what is signed`);
  }
  const expected = secrets.map((secret) => signatureOf(sender, secret, { id, timestamp, body }));
  const found = signatures.find((signature) => expected.some((one) => isSame(one, signature)));
  if (found === undefined) return refused(`${named.signature}: does not match any secret of this sender`);
  const isIdSigned = sender.signed.includes('{id}') && id !== '';
  return { kind: 'signed', id: signedRequestId(sender.name, isIdSigned ? id : found) };
}

/** A header may have several signatures while a secret is being replaced. */
function signaturesIn(header: string, { prefix, encoding }: WebhookSender): string[] {
  return header
    .split(' ')
    .filter((text) => text.startsWith(prefix) && text.length > prefix.length)
    .slice(0, 8)
    .map((text) => text.slice(prefix.length))
    .map((text) => (encoding === 'hex' ? text.toLowerCase() : text));
}

/** The body is signed as bytes, without decoding. */
function signatureOf(
  { signed, encoding }: Pick<WebhookSender, 'signed' | 'encoding'>,
  secret: Uint8Array,
  values: { readonly id: string; readonly timestamp: string; readonly body: Uint8Array },
): string {
  const hmac = createHmac('sha256', secret);
  for (const part of signed.split(/(\{(?:id|timestamp|body)\})/)) {
    if (part === '{body}') hmac.update(values.body);
    else hmac.update(part === '{id}' ? values.id : part === '{timestamp}' ? values.timestamp : part);
  }
  return hmac.digest(encoding);
}

function isSame(one: string, other: string): boolean {
  const encoder = new TextEncoder();
  const [bytes, others] = [encoder.encode(one), encoder.encode(other)];
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}

function refused(detail: string): SignatureVerdict {
  return { kind: 'refused', detail };
}
