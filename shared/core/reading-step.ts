/** A message is not read again after so many readings that were begun and never ended. One may have met a restart. */
export const MAX_UNFINISHED_READINGS = 2;

/** What is done with a redelivered message. */
export type ReadingStep =
  /** It is read; `unfinished` counts this reading until it has ended. */
  | { readonly kind: 'read'; readonly unfinished: number }
  /** Another process may be reading it. */
  | { readonly kind: 'wait' }
  /** It is never read again. */
  | { readonly kind: 'setAside'; readonly unfinished: number };

/**
 * What is done with a redelivered message, by the readings of it that have not ended.
 *
 * @param unfinished 0 when no reading is noted
 * @param isOver the note has not changed for longer than any reading takes
 */
export function readingStep(unfinished: number, isOver: boolean): ReadingStep {
  if (unfinished > 0 && !isOver) return { kind: 'wait' };
  return unfinished < MAX_UNFINISHED_READINGS
    ? { kind: 'read', unfinished: unfinished + 1 }
    : { kind: 'setAside', unfinished };
}
