import type { Finding, LineFinding, Place, SegmentFinding } from '../core/seal/finding';
import { printable } from './printable';

/** A finding in words: where it is first, and what it is. */
export function findingText(finding: Finding): string {
  const what = isOfLine(finding) ? lineText(finding) : segmentText(finding);
  // A link of the seal can name whatever somebody has written there.
  return printable(`${whereOf(finding)}: ${what}`);
}

function whereOf(finding: Finding): string {
  if ('place' in finding) return placeText(finding.place);
  if (finding.kind === 'segmentReplaced') return finding.by;
  if ('segment' in finding) return finding.segment;
  return 'line' in finding ? `events, line ${String(finding.line)}` : finding.day;
}

function placeText({ segment, line }: Place): string {
  return `${segment}, line ${String(line)}`;
}

function isOfLine(finding: Finding): finding is LineFinding {
  return 'place' in finding || 'line' in finding;
}

function lineText(finding: LineFinding): string {
  switch (finding.kind) {
    case 'changed':
      return `this is not what was sealed here${idText(finding.id)}.`;
    case 'missing':
      return `batch ${String(finding.batch)} lacks outcomes: ${String(finding.count)}.`;
    case 'inserted':
      return `this was not sealed${idText(finding.id)}.`;
    case 'reordered':
      return `the outcomes of this batch are in another order, from here on${idText(finding.id)}.`;
    case 'differs':
      return `another outcome with the id ${finding.id} was sealed before.`;
    case 'linkChanged':
      return 'this line of the chain was changed.';
    case 'chainBroken':
      return chainText(finding.expected, finding.found);
    case 'countDiffers':
      return `the segment was closed with ${String(finding.expected)} outcomes, and has ${String(finding.found)}.`;
    case 'misplaced':
      return 'this line does not belong here.';
    case 'notOpened':
      return 'the first line of the segment is missing.';
    case 'renamed':
      return `this is the segment ${finding.segment}.`;
    case 'cutOff':
      return 'the line has no end.';
    case 'notAnEvent':
      return 'this is not an event.';
    case 'notSealed':
      return `the event ${finding.id} is not in the seal.`;
    case 'notInFile':
      return `the event ${finding.id} is not in the file.`;
    case 'notAsSealed':
      return `the event ${finding.id} has another content in the seal.`;
    case 'signatureInvalid':
      return 'the signature is not one of the given keys, or not of this segment.';
  }
}

/** Of findings about whole segments. */
function segmentText(finding: SegmentFinding): string {
  switch (finding.kind) {
    case 'notClosed':
      return 'its day is over, and it has no end: lines may be missing.';
    case 'segmentMissing':
      return 'this segment is missing.';
    case 'segmentReplaced':
      return `it does not follow ${finding.segment}: one of them was replaced.`;
    case 'endsEarly':
      return finding.last === undefined
        ? 'nothing is sealed up to this day.'
        : `nothing is sealed on this day: the seal ends with ${finding.last}.`;
    case 'signatureMissing':
      return 'its signature is missing.';
    case 'notCovered':
      return 'no valid signature covers it.';
  }
}

function chainText(expected: number, found: number | undefined): string {
  const here = `batch ${String(expected)} belongs here`;
  if (found === undefined) return `${here}: the end of the segment does not follow the batch before.`;
  if (found > expected + 1)
    return `${here}: batches ${String(expected)} to ${String(found - 1)} are missing.`;
  if (found === expected + 1) return `${here}: it is missing.`;
  if (found === expected) return `${here}: this one does not follow the batch before.`;
  return `${here}: batch ${String(found)} is repeated, or in another order.`;
}

function idText(id: string | undefined): string {
  return id === undefined ? '' : `: the outcome ${id}`;
}
