/** The first line of a segment. */
export interface OpenLink {
  readonly kind: 'open';
  /** Of this form of the seal. */
  readonly format: 1;
  /** Its name, so that no segment can take the place of another. */
  readonly segment: string;
  readonly at: string;
  /** Absent: the chain begins here. */
  readonly previous?: {
    readonly segment: string;
    /** Its head; absent: it had no end that could be read, so that it was left as it was. */
    readonly head?: string;
  };
}

/** The line after the events that were sealed at once. */
export interface BatchLink {
  readonly kind: 'batch';
  /** From 1 in each segment. */
  readonly number: number;
  readonly at: string;
  /** The digest of the link before. */
  readonly previous: string;
  /** The digest of each event, in the order of their lines. */
  readonly events: readonly string[];
  /** How many events the segment has up to here. */
  readonly total: number;
}

/** The line after which no event follows. Its digest is the head of the segment. */
export interface CloseLink {
  readonly kind: 'close';
  readonly at: string;
  readonly previous: string;
  readonly batches: number;
  readonly total: number;
  /** The segment that follows, which all writers then open, whatever their clocks show. */
  readonly next: string;
  /** The key by which the head is signed; absent: none was configured. */
  readonly keyId?: string;
}

/** The signature of a head, the last line of a segment. */
export interface SignatureLink {
  readonly kind: 'signature';
  readonly head: string;
  /** The version of the key. */
  readonly keyId: string;
  readonly algorithm: 'ES256';
  /** In base64url: the two numbers of the signature (RFC 7518, section 3.4). */
  readonly value: string;
}

/** A line of a segment that is not an event. */
export type Link = OpenLink | BatchLink | CloseLink | SignatureLink;
