import * as z from 'zod';
import { compact } from '../core/compact';
import type { MessageIdentity } from '../core/ids';
import { messageKey } from '../core/ids';
import { withoutHistory } from './message-history';

type Properties = Readonly<Record<string, string | number | boolean>>;

/** What of a message is stored when its copies cannot carry it. */
export interface OriginalContent {
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly properties?: Properties;
}

/** The application property by which a copy without a body refers to the stored original. */
export const ORIGINAL_REFERENCE = 'revocationOriginal';
/** In quarantine, the size in bytes of an original that could not be kept. */
export const LOST_BYTES = 'revocationOriginalBytes';

const NAME = /^[0-9a-f]{64}$/;
const LINE_FEED = 10;

/** These stay on a copy: the app's own properties, and those of the trace. */
const CARRIED = /^(?:revocation|traceparent$|diagnostic-id$)/i;
/** A property that is longer than this, in characters, is stored and not carried. */
const MAX_CARRIED_LENGTH = 512;
const MAX_CARRIED = 16;

const plainValue = z.union([z.string(), z.number(), z.boolean()]);
const header = z.strictObject({
  contentType: z.string().exactOptional(),
  properties: z.record(z.string(), plainValue).exactOptional(),
});

/** What is stored of an original, and the properties that its copies carry beside the reference. */
export function divided({ body, contentType, properties = {} }: OriginalContent): {
  readonly content: Uint8Array;
  readonly carried: Properties;
} {
  const entries = Object.entries(withoutHistory(properties)).filter(([name]) => name !== ORIGINAL_REFERENCE);
  const carried = entries.filter(isCarried).slice(0, MAX_CARRIED);
  const stored = entries.filter((entry) => !carried.includes(entry));
  const written = JSON.stringify(compact({ contentType, properties: Object.fromEntries(stored) }));
  const first = new TextEncoder().encode(`${written}\n`);
  const content = new Uint8Array(first.length + body.length);
  content.set(first);
  content.set(body, first.length);
  return { content, carried: Object.fromEntries(carried) };
}

function isCarried([name, value]: readonly [string, Properties[string]]): boolean {
  return CARRIED.test(name) && name.length + String(value).length <= MAX_CARRIED_LENGTH;
}

/** Reads what was stored; undefined when it is not an original. */
export function readContent(content: Uint8Array): OriginalContent | undefined {
  const end = content.indexOf(LINE_FEED);
  if (end === -1) return undefined;
  const read = header.safeParse(parseJson(new TextDecoder().decode(content.subarray(0, end))));
  return read.success ? { ...read.data, body: content.subarray(end + 1) } : undefined;
}

/**
 * The name of a stored original: a digest of the content and of the message's origin. A reader that verifies it cannot be
 * given another message, whatever reference a sender writes.
 */
export function contentName(content: Uint8Array, origin: MessageIdentity['origin']): string {
  return messageKey(content, { origin });
}

/** The name of the original that a message refers to; undefined when the message is its own original. */
export function referenceIn(
  body: Uint8Array,
  properties: Readonly<Record<string, unknown>> = {},
): string | undefined {
  const reference = properties[ORIGINAL_REFERENCE];
  const isName = typeof reference === 'string' && NAME.test(reference);
  return body.length === 0 && isName ? reference : undefined;
}

/** The original in a stored content, if it is the one that the name and the origin state. */
export function originalUnder(
  name: string,
  origin: MessageIdentity['origin'],
  content: Uint8Array | undefined,
): OriginalContent | undefined {
  if (content === undefined || contentName(content, origin) !== name) return undefined;
  return readContent(content);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
