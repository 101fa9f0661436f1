import type { IncidentNote } from '../messages/incidents/incident-note';
import type { Clock } from '../ports/clock';

/** What became of one note. */
export type NoteResult =
  | { readonly kind: 'passedOn' }
  /** It can never be written. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs?: number };

/** Writes notes of one incident, each marker once. Returns the results by marker. */
export type WriteNotes = (notes: readonly IncidentNote[]) => Promise<ReadonlyMap<string, NoteResult>>;

/** The notes of one incident that are written together. */
export interface GatheredNotes {
  /** Resolves when the note was written, or was not. */
  add(note: IncidentNote): Promise<NoteResult>;
  /** Whether nothing waits and nothing is being written. */
  isEmpty(): boolean;
}

/** So long, in ms, the first note waits for others of its incident. */
export const GATHER_MS = 3_000;

/** Gathers the notes of one incident: those that come while others are written go together afterwards, and never two calls side by side. */
export function gatheredNotes(clock: Pick<Clock, 'sleep'>, write: WriteNotes): GatheredNotes {
  let waiting: IncidentNote[] = [];
  let next: Promise<ReadonlyMap<string, NoteResult>> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  const batch = async (before: Promise<unknown>): Promise<ReadonlyMap<string, NoteResult>> => {
    await Promise.all([clock.sleep(GATHER_MS), before]);
    const notes = [...new Map(waiting.map((note) => [note.marker, note])).values()];
    waiting = [];
    next = undefined;
    return write(notes);
  };
  return {
    isEmpty: () => open === 0,
    add: async (note) => {
      waiting.push(note);
      open++;
      if (!next) {
        next = batch(last);
        last = next.catch(() => undefined);
      }
      try {
        const result = (await next).get(note.marker);
        if (!result) throw new Error('A note has no result.');
        return result;
      } finally {
        open--;
      }
    },
  };
}
