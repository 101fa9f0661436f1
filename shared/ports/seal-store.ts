/** The end of a segment. */
export interface SegmentTail {
  /** The size of the segment in bytes: where the next line is appended. */
  readonly size: number;
  /** Its last bytes: all of it, or at least its last line. */
  readonly bytes: Uint8Array;
}

/** What reads the seal. */
export interface SealReader {
  /**
   * The names of all segments, in the order of the chain.
   *
   * @throws SealUnavailable when the store cannot be reached
   */
  segments(): Promise<readonly string[]>;
  /**
   * The bytes of a segment, in pieces.
   *
   * @throws SealUnavailable when the store cannot be reached
   */
  read(segment: string): AsyncIterable<Uint8Array>;
}

/** The store of the seal: segments to which lines are only appended. */
export interface SealStore extends SealReader {
  /**
   * The end of a segment.
   *
   * @throws SealUnavailable when the store cannot be reached, or there is no such segment
   */
  tail(segment: string): Promise<SegmentTail>;
  /**
   * Appends to a segment at a position, which is its size; at 0 it is created if it is not there. `moved`: it has another size, since
   * another writer was faster, or an earlier try of this call has succeeded; nothing was appended.
   *
   * @param bytes at most 4 MiB
   * @throws SealUnavailable when the store cannot be reached
   */
  append(segment: string, position: number, bytes: Uint8Array): Promise<'appended' | 'moved'>;
}
