import { compact } from '../core/compact';
import type { SegmentLine } from '../core/seal/check-segment';
import type { CloseLink, Link, OpenLink } from '../core/seal/link';
import { dayOfSegment, dayOfTime, segmentAfter } from '../core/seal/segment-name';
import { linkLine, readSegmentLine } from '../messages/seal/link-line';
import type { Clock } from '../ports/clock';
import type { SealStore } from '../ports/seal-store';

/** What writes the seal. */
export interface Sealing {
  readonly store: SealStore;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** The key by which heads are signed; absent: they are not. */
  readonly keyId?: string;
}

/** A segment to which batches can be added. */
export interface OpenTip {
  readonly kind: 'open';
  readonly segment: string;
  readonly size: number;
  /** Of the last link. */
  readonly digest: string;
  readonly batches: number;
  readonly total: number;
}

export interface ClosedTip {
  readonly kind: 'closed';
  readonly segment: string;
  readonly size: number;
  readonly head: string;
  readonly isSigned: boolean;
  /** The segment that follows. */
  readonly next: string;
  /** The key by which it is to be signed. */
  readonly keyId?: string;
}

/** The end of the chain, as it was last seen. */
export type Tip =
  | { readonly kind: 'none' }
  /** Its writer has ended before it has written the first line. */
  | { readonly kind: 'empty'; readonly segment: string }
  /** Somebody else has written into it: it is left as it is, and `verify` finds it. */
  | { readonly kind: 'unreadable'; readonly segment: string }
  | OpenTip
  | ClosedTip;

/** An append blob takes 50,000 blocks ("Scalability and performance targets for Blob storage"): a batch is one, and so are the other links. */
export const MAX_BATCHES = 40_000;
const LINE_BREAK = 0x0a;

/** Reads the end of the chain. @throws SealUnavailable when the store cannot be reached */
export async function readTip(store: SealStore): Promise<Tip> {
  const segments = await store.segments();
  const last = segments.at(-1);
  return last === undefined ? { kind: 'none' } : tipOf(store, last);
}

/** Reads the end of a segment. @throws SealUnavailable when the store cannot be reached */
export async function tipOf(store: SealStore, segment: string): Promise<Exclude<Tip, { kind: 'none' }>> {
  const { size, bytes } = await store.tail(segment);
  if (size === 0) return { kind: 'empty', segment };
  const read = readLine(bytes);
  if (read?.kind !== 'link') return { kind: 'unreadable', segment };
  const { link, digest } = read;
  switch (link.kind) {
    case 'open':
      return { kind: 'open', segment, size, digest, batches: 0, total: 0 };
    case 'batch':
      return { kind: 'open', segment, size, digest, batches: link.number, total: link.total };
    case 'close':
      return { ...closedBy(link), segment, size, head: digest, isSigned: false };
    case 'signature': {
      const before = readLine(bytes, -2);
      if (before?.kind !== 'link' || before.link.kind !== 'close') return { kind: 'unreadable', segment };
      return { ...closedBy(before.link), segment, size, head: before.digest, isSigned: true };
    }
  }
}

function closedBy({ next, keyId }: CloseLink) {
  return { kind: 'closed' as const, next, ...compact({ keyId }) };
}

/** The last line, or the one before it; undefined: it has no end. */
function readLine(bytes: Uint8Array, which: -1 | -2 = -1): SegmentLine | undefined {
  if (bytes.at(-1) !== LINE_BREAK) return undefined;
  const last = bytes.lastIndexOf(LINE_BREAK, bytes.length - 2);
  const [begin, end] =
    which === -1 ? [last + 1, bytes.length - 1] : [bytes.lastIndexOf(LINE_BREAK, last - 1) + 1, last];
  return readSegmentLine(bytes.subarray(begin, end), () => undefined);
}

/**
 * Makes one step toward a segment of today to which a batch can be added: closes one of an earlier day or one that is full, or opens the
 * next. Undefined: another writer was faster, so that the end must be read again.
 *
 * @throws SealUnavailable when the store cannot be reached
 */
export async function stepToOpen(sealing: Sealing, tip: Tip): Promise<Tip | undefined> {
  const now = sealing.clock.now();
  const at = now.toISOString();
  if (tip.kind === 'open') return isDone(tip, now) ? close(sealing, tip, now) : tip;
  const segment = nameOfNext(tip, now);
  const previous = tip.kind === 'empty' ? await previousOf(sealing.store, segment) : endOf(tip);
  const link: OpenLink = { kind: 'open', format: 1, segment, at, ...compact({ previous }) };
  const begin = { segment, size: 0 };
  const appended = await appendLink(sealing.store, begin, link);
  return appended && { kind: 'open', segment, ...appended, batches: 0, total: 0 };
}

/** The same for all writers, but for the first one of all. */
function nameOfNext(tip: Exclude<Tip, OpenTip>, now: Date): string {
  switch (tip.kind) {
    case 'none':
      return segmentAfter(undefined, dayOfTime(now));
    case 'empty':
      return tip.segment;
    case 'unreadable':
      return segmentAfter(tip.segment, dayOfSegment(tip.segment));
    case 'closed':
      return tip.next;
  }
}

function isDone({ segment, batches }: OpenTip, now: Date): boolean {
  return dayOfSegment(segment) < dayOfTime(now) || batches >= MAX_BATCHES;
}

async function close({ store, keyId }: Sealing, tip: OpenTip, now: Date): Promise<ClosedTip | undefined> {
  const { segment, digest: previous, batches, total } = tip;
  const ending = { at: now.toISOString(), previous, batches, total };
  const next = segmentAfter(segment, dayOfTime(now));
  const link: CloseLink = { kind: 'close', ...ending, next, ...compact({ keyId }) };
  const appended = await appendLink(store, tip, link);
  if (!appended) return undefined;
  return { ...closedBy(link), segment, size: appended.size, head: appended.digest, isSigned: false };
}

/** What a segment says of the one before that it follows. */
function endOf(tip: Exclude<Tip, { kind: 'empty' | 'open' }>): OpenLink['previous'] {
  switch (tip.kind) {
    case 'none':
      return undefined;
    case 'closed':
      return { segment: tip.segment, head: tip.head };
    case 'unreadable':
      return { segment: tip.segment };
  }
}

async function previousOf(store: SealStore, segment: string): Promise<OpenLink['previous']> {
  const before = (await store.segments()).findLast((name) => name < segment);
  if (before === undefined) return undefined;
  const tip = await tipOf(store, before);
  return tip.kind === 'closed' ? endOf(tip) : { segment: before };
}

/**
 * Appends a link, after the lines of the events that it seals. Undefined: another writer was faster.
 *
 * @throws SealUnavailable when the store cannot be reached
 */
export async function appendLink(
  store: SealStore,
  { segment, size }: { readonly segment: string; readonly size: number },
  link: Link,
  events: readonly Uint8Array[] = [],
): Promise<{ readonly size: number; readonly digest: string } | undefined> {
  const { line, digest } = linkLine(link);
  const bytes = linesOf([...events, new TextEncoder().encode(line)]);
  if ((await store.append(segment, size, bytes)) === 'appended') return { size: size + bytes.length, digest };
  // A call whose answer was lost, and that was made again, has been faster than itself.
  const tail = await store.tail(segment);
  const last = readLine(tail.bytes);
  return last?.kind === 'link' && last.digest === digest ? { size: tail.size, digest } : undefined;
}

function linesOf(lines: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lines.reduce((size, line) => size + line.length + 1, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length + 1;
    bytes[at - 1] = LINE_BREAK;
  }
  return bytes;
}
