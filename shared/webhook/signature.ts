import { createHmac, timingSafeEqual } from 'node:crypto';
import { signedRequestId } from '../core/ids';
import type { WebhookRequest } from './admission';

/** How a source signs what it posts. The defaults are those of Standard Webhooks (standardwebhooks.com). */
export interface WebhookSource {
  readonly name: string;
  /** Any of them will do, so that one can be replaced without a gap. */
  readonly secrets: readonly Uint8Array[];
  /** Names of headers, in small letters. */
  readonly headers: { readonly signature: string; readonly timestamp: string; readonly id: string };
  /** What is signed, with `{timestamp}` (s since the epoch), `{body}`, and `{id}` if it is signed as well. */
  readonly signed: string;
  /** What stillValid before a signature in its header. */
  readonly prefix: string;
  readonly encoding: 'base64' | 'hex';
  /** How far a timestamp may be from now, in ms, either way: what is older is a replay. */
  readonly toleranceMs: number;
}

/** `id` is the same for every delivery of one message, and is the source's own where that is signed. */
export type SignatureVerdict =
  { readonly kind: 'signed'; readonly id: string } | { readonly kind: 'refused'; readonly detail: string };

/** Whether a request bears a signature of its source, made just now. Compares in constant time. */
export function verifySignature(
  source: WebhookSource,
  { body, headers }: WebhookRequest,
  now: Date,
): SignatureVerdict {
  const { headers: named, toleranceMs, secrets } = source;
  const timestamp = headers[named.timestamp] ?? '';
  const signatures = signaturesIn(headers[named.signature] ?? '', source);
  if (signatures.length === 0) return refused(`${named.signature}: bears no signature`);
  if (!/^\d{1,12}$/.test(timestamp)) return refused(`${named.timestamp}: is no time in seconds`);
  const ageMs = now.getTime() - Number(timestamp) * 1000;
  if (Math.abs(ageMs) > toleranceMs) return refused(`${named.timestamp}: is too far from now`);
  const id = headers[named.id] ?? '';
  const expected = secrets.map((secret) => signatureOf(source, secret, { id, timestamp, body }));
  const found = signatures.find((signature) => expected.some((one) => isSame(one, signature)));
  if (found === undefined) return refused(`${named.signature}: is of no secret of this source`);
  const isIdSigned = source.signed.includes('{id}') && id !== '';
  return { kind: 'signed', id: signedRequestId(source.name, isIdSigned ? id : found) };
}

/** Several may stand there while a secret is being replaced. */
function signaturesIn(header: string, { prefix, encoding }: WebhookSource): string[] {
  return header
    .split(' ')
    .filter((text) => text.startsWith(prefix) && text.length > prefix.length)
    .slice(0, 8)
    .map((text) => text.slice(prefix.length))
    .map((text) => (encoding === 'hex' ? text.toLowerCase() : text));
}

/** The body goes in as the bytes that it is. */
function signatureOf(
  { signed, encoding }: WebhookSource,
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
