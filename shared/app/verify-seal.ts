import type { Before, CheckedSegment, IsSignature, SegmentEnd } from '../core/seal/check-segment';
import { segmentChecker } from '../core/seal/check-segment';
import type { DigestIndex } from '../core/seal/digest-index';
import { digestIndex } from '../core/seal/digest-index';
import type { Report } from '../core/seal/finding';
import { dayOfSegment, dayOfTime } from '../core/seal/segment-name';
import { readSegmentLine } from '../messages/seal/link-line';
import { idOfEvent } from '../messages/seal/sealable-event';
import type { SealReader } from '../ports/seal-store';
import { eachLine } from './each-line';

/** What is verified. */
export interface Verification {
  readonly seal: SealReader;
  /** The first day; absent: that on which the seal begins. */
  readonly from?: string;
  /** The last day, up to which the seal must go; absent: as far as it goes. */
  readonly to?: string;
  /** The day up to which a seal without a last day must go; absent: any. */
  readonly reaches?: string;
  /** Whether a signature is one of the keys that were given; absent: none was given. */
  readonly isSignature?: IsSignature;
  readonly now: Date;
  readonly report: Report;
  /** Called with each event, where it is, and its bytes. */
  readonly onEvent?: OnEvent;
}

export type OnEvent = (
  event: { readonly id: string; readonly segment: string; readonly line: number },
  body: Uint8Array,
) => void;

/** What was verified. */
export interface Verified {
  readonly segments: number;
  /** Lines of events, those that were sealed again included. */
  readonly events: number;
  /** Events that were sealed more than once, each time with the same bytes. */
  readonly repeated: number;
  readonly first?: string;
  readonly last?: string;
  /** The segment up to which everything is covered by a valid signature. */
  readonly coveredTo?: string;
  /** Signatures that were not checked, since no key was given. */
  readonly notChecked: number;
  /** Segments whose heads are not signed. */
  readonly unsigned: number;
}

/** The day of a segment is over for so long, in ms, before it must be closed: the app closes it within minutes. */
const CLOSED_WITHIN_MS = 3_600_000;

/**
 * Reads the seal from its first line to its last, and reports each finding with its place. Needs 34 to 68 bytes of memory for each event.
 *
 * @throws SealUnavailable when the seal cannot be read
 */
export async function verifySeal(verification: Verification): Promise<Verified> {
  const { seal, from = '', to, report } = verification;
  const names = (await seal.segments()).filter(
    (name) => dayOfSegment(name) >= from && (to === undefined || dayOfSegment(name) <= to),
  );
  const totals: Totals = { events: 0, repeated: 0, notChecked: 0, unsigned: 0, notCovered: [] };
  const index = digestIndex();
  let before: Before = { kind: 'nothing', from };
  for (const [n, segment] of names.entries()) {
    const checked: CheckedSegment = await readSegment(verification, { segment, before, index, totals });
    addSegment(totals, segment, checked);
    if (checked.signature === 'missing') report({ kind: 'signatureMissing', segment });
    if (!checked.end && (n < names.length - 1 || isOver(segment, verification.now)))
      report({ kind: 'notClosed', segment });
    before = { kind: 'segment', segment, end: checked.end };
  }
  checkEnd(verification, names.at(-1), before.kind === 'segment' ? before.end : undefined);
  if (verification.isSignature)
    for (const segment of totals.notCovered) report({ kind: 'notCovered', segment });
  const { events, repeated, notChecked, unsigned, coveredTo } = totals;
  const [first] = names;
  const last = names.at(-1);
  return {
    segments: names.length,
    events,
    repeated,
    notChecked,
    unsigned,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    ...(coveredTo !== undefined && { coveredTo }),
  };
}

interface Totals {
  events: number;
  repeated: number;
  notChecked: number;
  unsigned: number;
  coveredTo?: string;
  /** The closed segments after the last valid signature. */
  notCovered: string[];
}

interface Reading {
  readonly segment: string;
  readonly before: Before;
  readonly index: DigestIndex;
  readonly totals: Totals;
}

async function readSegment(
  { seal, report, isSignature, onEvent }: Verification,
  { segment, before, index, totals }: Reading,
): Promise<CheckedSegment> {
  const checker = segmentChecker(segment, before, report, isSignature);
  let line = 0;
  const rest = await eachLine(seal.read(segment), (bytes) => {
    line++;
    const read = readSegmentLine(bytes, idOfEvent);
    checker.next(read);
    if (read.kind !== 'event' || read.id === undefined) return;
    const { id, digest } = read;
    const known = index.add(id, digest);
    if (known === 'same') totals.repeated++;
    if (known === 'different') report({ kind: 'differs', place: { segment, line }, id });
    onEvent?.({ id, segment, line }, bytes);
  });
  return checker.end(rest);
}

/** A signature covers its segment and, since each head is made of the one before, all segments before it. */
function addSegment(totals: Totals, segment: string, { events, end, signature }: CheckedSegment): void {
  totals.events += events;
  if (signature === 'notChecked') totals.notChecked++;
  if (end && signature === 'none') totals.unsigned++;
  if (signature === 'valid') {
    totals.coveredTo = segment;
    totals.notCovered = [];
  } else if (end) totals.notCovered.push(segment);
}

/** Whether everything that was asked for is there. */
function checkEnd(
  { from, to, reaches, report }: Verification,
  last: string | undefined,
  end: SegmentEnd | undefined,
): void {
  const until = to ?? reaches;
  const day = until ?? (last === undefined ? from : undefined);
  const isInRange = end && (until === undefined || dayOfSegment(end.next) <= until);
  if (isInRange) report({ kind: 'segmentMissing', segment: end.next });
  else if (day !== undefined && (last === undefined || (!end && dayOfSegment(last) < day)))
    report({ kind: 'endsEarly', day, ...(last !== undefined && { last }) });
}

function isOver(segment: string, now: Date): boolean {
  return dayOfSegment(segment) < dayOfTime(new Date(now.getTime() - CLOSED_WITHIN_MS));
}
