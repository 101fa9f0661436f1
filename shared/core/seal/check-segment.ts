import { compact } from '../compact';
import type { FoundEvent } from './compare-batch';
import { compareBatch, whereIs } from './compare-batch';
import type { Place, Report } from './finding';
import type { BatchLink, CloseLink, Link, OpenLink, SignatureLink } from './link';
import { dayOfSegment } from './segment-name';

/** A line of a segment, read. */
export type SegmentLine =
  | { readonly kind: 'event'; readonly digest: string; readonly id: string | undefined }
  | {
      readonly kind: 'link';
      readonly link: Link;
      readonly digest: string;
      /** The bytes of which this is the digest: what is signed of a close. */
      readonly signed: Uint8Array;
    }
  /** A line of the chain that does not match its own digest. */
  | { readonly kind: 'brokenLink' };

/** What comes before a segment. */
export type Before =
  /** Nothing that was asked for: the segment before is of an earlier day, or there is none. */
  | { readonly kind: 'nothing'; readonly from: string }
  | {
      readonly kind: 'segment';
      readonly segment: string;
      /** Undefined: it has no end that could be checked, which is a finding already. */
      readonly end: SegmentEnd | undefined;
    };

/** How a segment ends. */
export interface SegmentEnd {
  readonly head: string;
  /** The segment that follows. */
  readonly next: string;
}

/** Whether a signature is one of the given keys. */
export type IsSignature = (signed: Uint8Array, signature: SignatureLink) => boolean;

export interface CheckedSegment {
  readonly events: number;
  /** Undefined: it is not closed. */
  readonly end: SegmentEnd | undefined;
  readonly signature: 'valid' | 'invalid' | 'notChecked' | 'none' | 'missing';
}

export interface SegmentChecker {
  /** Takes the next line. */
  next(line: SegmentLine): void;
  /** Ends it; `rest`: its last line has no end. */
  end(rest: boolean): CheckedSegment;
}

/** What is known after the lines so far. */
interface State {
  line: number;
  phase: 'begin' | 'open' | 'closed' | 'signed';
  /** The digest of the last link; undefined after one that is broken. */
  last: string | undefined;
  batches: number;
  events: number;
  pending: FoundEvent[];
  closed: (SegmentEnd & { readonly signed: Uint8Array; readonly keyId?: string }) | undefined;
  signature: 'valid' | 'invalid' | 'notChecked' | undefined;
}

type ReadLink<T extends Link> = Extract<SegmentLine, { readonly kind: 'link' }> & { readonly link: T };

/** Checks the lines of a segment one by one, and reports each finding with its place. */
export function segmentChecker(
  segment: string,
  before: Before,
  report: Report,
  isSignature?: IsSignature,
): SegmentChecker {
  const state: State = {
    line: 0,
    phase: 'begin',
    last: undefined,
    batches: 0,
    events: 0,
    pending: [],
    closed: undefined,
    signature: undefined,
  };
  const context: Context = { segment, before, report, isSignature, state };
  return {
    next: (line) => {
      state.line++;
      takeLine(line, context);
    },
    end: (rest) => {
      if (rest) report({ kind: 'cutOff', place: { segment, line: state.line + 1 } });
      notSealed(context);
      const { events, closed, signature } = state;
      const unsigned = closed?.keyId === undefined ? 'none' : 'missing';
      return { events, end: closed, signature: signature ?? unsigned };
    },
  };
}

interface Context {
  readonly segment: string;
  readonly before: Before;
  readonly report: Report;
  readonly isSignature: IsSignature | undefined;
  readonly state: State;
}

function takeLine(line: SegmentLine, context: Context): void {
  const { state, report } = context;
  const place = placeOf(context);
  if (state.phase === 'begin' && !(line.kind === 'link' && line.link.kind === 'open')) {
    report({ kind: 'notOpened', place });
    state.phase = 'open';
  }
  switch (line.kind) {
    case 'event':
      if (state.phase !== 'open') report({ kind: 'misplaced', place });
      else state.pending.push({ digest: line.digest, id: line.id, line: state.line });
      return;
    case 'brokenLink':
      report({ kind: 'linkChanged', place });
      state.pending = [];
      state.last = undefined;
      return;
    case 'link':
      takeLink(line, context);
  }
}

function takeLink(line: Extract<SegmentLine, { readonly kind: 'link' }>, context: Context): void {
  const { link } = line;
  const { state, report } = context;
  const belongs = { open: 'begin', batch: 'open', close: 'open', signature: 'closed' } as const;
  if (state.phase !== belongs[link.kind]) {
    report({ kind: 'misplaced', place: placeOf(context) });
    return;
  }
  switch (link.kind) {
    case 'open':
      takeOpen({ ...line, link }, context);
      return;
    case 'batch':
      takeBatch({ ...line, link }, context);
      return;
    case 'close':
      takeClose({ ...line, link }, context);
      return;
    case 'signature':
      takeSignature(link, context);
  }
}

function takeOpen({ link, digest }: ReadLink<OpenLink>, context: Context): void {
  const { segment, before, report, state } = context;
  state.phase = 'open';
  state.last = digest;
  const place = placeOf(context);
  if (link.segment !== segment) report({ kind: 'renamed', place, segment: link.segment });
  const missing = missingBefore(link.previous, before, segment);
  if (missing !== undefined) report({ kind: 'segmentMissing', segment: missing });
  else if (before.kind === 'segment' && !follows(link, before))
    report({ kind: 'segmentReplaced', segment: before.segment, by: segment });
}

/** The name of a segment that is not there, before another. */
function missingBefore(previous: OpenLink['previous'], before: Before, segment: string): string | undefined {
  if (before.kind === 'nothing')
    return previous && dayOfSegment(previous.segment) >= before.from ? previous.segment : undefined;
  const { end } = before;
  if (end && end.next < segment) return end.next;
  return previous && previous.segment > before.segment ? previous.segment : undefined;
}

/** Whether each of two segments names the other. */
function follows({ segment, previous }: OpenLink, before: Extract<Before, { kind: 'segment' }>): boolean {
  const { end } = before;
  return (
    previous?.segment === before.segment && (!end || (previous.head === end.head && end.next === segment))
  );
}

function takeBatch({ link, digest }: ReadLink<BatchLink>, context: Context): void {
  const { report, state } = context;
  const place = placeOf(context);
  const expected = state.batches + 1;
  if (state.last !== undefined && link.previous !== state.last)
    report({ kind: 'chainBroken', place, expected, found: link.number });
  for (const finding of compareBatch(link.events, state.pending, { place, number: link.number }))
    report(finding);
  state.events += link.events.length;
  state.pending = [];
  state.batches = link.number;
  state.last = digest;
}

function takeClose({ link, digest, signed }: ReadLink<CloseLink>, context: Context): void {
  const { report, state } = context;
  const place = placeOf(context);
  if (state.last !== undefined && link.previous !== state.last)
    report({ kind: 'chainBroken', place, expected: state.batches + 1 });
  if (link.total !== state.events)
    report({ kind: 'countDiffers', place, expected: link.total, found: state.events });
  state.phase = 'closed';
  const { next, keyId } = link;
  state.closed = { head: digest, next, signed, ...compact({ keyId }) };
}

function takeSignature(link: SignatureLink, context: Context): void {
  const { report, state, isSignature } = context;
  state.phase = 'signed';
  const { closed } = state;
  const isOfHead = closed !== undefined && link.head === closed.head;
  const isValid = isOfHead && (isSignature?.(closed.signed, link) ?? true);
  if (isValid) state.signature = isSignature ? 'valid' : 'notChecked';
  else {
    state.signature = 'invalid';
    report({ kind: 'signatureInvalid', place: placeOf(context) });
  }
}

/** Events after the last batch belong to none. */
function notSealed({ segment, report, state }: Context): void {
  for (const event of state.pending) report({ kind: 'inserted', ...whereIs(event, segment) });
  state.pending = [];
}

function placeOf({ segment, state }: Context): Place {
  return { segment, line: state.line };
}
