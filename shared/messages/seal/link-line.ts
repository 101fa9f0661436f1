import * as z from 'zod';
import type { SegmentLine } from '../../core/seal/check-segment';
import type { Link } from '../../core/seal/link';
import { sha256 } from '../../core/sha256';

// A line of the chain is {"link":LINK,"digest":"…"}, where the digest is that of the bytes of LINK as they are written: nothing
// has to be brought into a form of its own to be checked.

const BEGIN = '{"link":';
const MIDDLE = ',"digest":"';
const END = '"}';
const DIGEST_LENGTH = 64;
const TAIL_LENGTH = MIDDLE.length + DIGEST_LENGTH + END.length;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

const links = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    format: z.literal(1),
    segment: z.string(),
    at: z.string(),
    previous: z.strictObject({ segment: z.string(), head: digest.exactOptional() }).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('batch'),
    number: count,
    at: z.string(),
    previous: digest,
    events: z.array(digest),
    total: count,
  }),
  z.strictObject({
    kind: z.literal('close'),
    at: z.string(),
    previous: digest,
    batches: count,
    total: count,
    next: z.string(),
    keyId: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('signature'),
    head: digest,
    keyId: z.string(),
    algorithm: z.literal('ES256'),
    value: z.string(),
  }),
]) satisfies z.ZodType<Link>;

/** A link as the line of a segment, and its digest. */
export function linkLine(link: Link): { readonly line: string; readonly digest: string } {
  const text = JSON.stringify(link);
  const ofLink = sha256(text);
  return { line: `${BEGIN}${text}${MIDDLE}${ofLink}${END}`, digest: ofLink };
}

/** Reads a line of a segment. What does not begin as a line of the chain is an event. */
export function readSegmentLine(
  line: Uint8Array,
  idOf: (line: Uint8Array) => string | undefined,
): SegmentLine {
  return isLinkLine(line) ? readLink(line) : { kind: 'event', digest: sha256(line), id: idOf(line) };
}

/** Whether a line begins as one of the chain. */
export function isLinkLine(line: Uint8Array): boolean {
  for (let n = 0; n < BEGIN.length; n++) if (line[n] !== BEGIN.charCodeAt(n)) return false;
  return true;
}

function readLink(line: Uint8Array): SegmentLine {
  const signed = line.subarray(BEGIN.length, -TAIL_LENGTH);
  const ofLink = sha256(signed);
  const tail = decoded(line.subarray(BEGIN.length + signed.length));
  if (tail !== `${MIDDLE}${ofLink}${END}`) return { kind: 'brokenLink' };
  const read = links.safeParse(parsed(signed));
  if (!read.success) return { kind: 'brokenLink' };
  return { kind: 'link', link: read.data, digest: ofLink, signed: signed.slice() };
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoded(bytes));
  } catch {
    return undefined;
  }
}
