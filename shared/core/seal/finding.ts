/** A line of a segment, from 1. */
export interface Place {
  readonly segment: string;
  readonly line: number;
}

/** A line that is not as it was sealed. */
export type LineFinding =
  /** A line is not what was sealed there. */
  | { readonly kind: 'changed'; readonly place: Place; readonly id?: string }
  /** Events of a batch, whose link is at this place, are not there. */
  | { readonly kind: 'missing'; readonly place: Place; readonly batch: number; readonly count: number }
  /** A line was not sealed. */
  | { readonly kind: 'inserted'; readonly place: Place; readonly id?: string }
  /** The events of a batch are not in their order. */
  | { readonly kind: 'reordered'; readonly place: Place; readonly id?: string }
  /** An event was sealed before with other content. */
  | { readonly kind: 'differs'; readonly place: Place; readonly id: string }
  /** A line of the chain itself does not match its own digest. */
  | { readonly kind: 'linkChanged'; readonly place: Place }
  /** A batch does not follow the one before: batches are missing, reordered or repeated. */
  | {
      readonly kind: 'chainBroken';
      readonly place: Place;
      /** The number of the batch that belongs here. */
      readonly expected: number;
      /** Absent: the segment is closed here. */
      readonly found?: number;
    }
  /** The segment has another number of events than its links say. */
  | {
      readonly kind: 'countDiffers';
      readonly place: Place;
      readonly expected: number;
      readonly found: number;
    }
  /** A line is not where it may be, such as after the end of the segment. */
  | { readonly kind: 'misplaced'; readonly place: Place }
  | { readonly kind: 'notOpened'; readonly place: Place }
  /** The segment is that of another name. */
  | { readonly kind: 'renamed'; readonly place: Place; readonly segment: string }
  /** The line has no end. */
  | { readonly kind: 'cutOff'; readonly place: Place }
  | { readonly kind: 'signatureInvalid'; readonly place: Place }
  /** A line of the file of events is not an event. */
  | { readonly kind: 'notAnEvent'; readonly line: number }
  /** An event of the file is not in the seal, or has another content there. */
  | { readonly kind: 'notSealed' | 'notAsSealed'; readonly line: number; readonly id: string }
  /** A sealed event is not in the file. */
  | { readonly kind: 'notInFile'; readonly place: Place; readonly id: string };

/** A segment that is not as it was sealed. */
export type SegmentFinding =
  /** The segment that another follows, or whose day is over, has no end: lines may be missing. */
  | { readonly kind: 'notClosed'; readonly segment: string }
  /** A segment that another names as the one before it, or as the next one, is not there. */
  | { readonly kind: 'segmentMissing'; readonly segment: string }
  /** A segment is not the one that the next follows: it was replaced, or the next was. */
  | { readonly kind: 'segmentReplaced'; readonly segment: string; readonly by: string }
  /** The seal ends before the day up to which it was asked for. */
  | { readonly kind: 'endsEarly'; readonly day: string; readonly last?: string }
  | { readonly kind: 'signatureMissing'; readonly segment: string }
  /** No signature by a key that was given covers the segment. */
  | { readonly kind: 'notCovered'; readonly segment: string };

/** What is not as it was sealed. */
export type Finding = LineFinding | SegmentFinding;

export type Report = (finding: Finding) => void;
