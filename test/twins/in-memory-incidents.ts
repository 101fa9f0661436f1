import type { IncidentFailure, Incidents } from '../../shared/ports/incidents';

interface Stored {
  /** By id where the system knows our ids. */
  readonly comments: Map<string, string>;
  isTagged: boolean;
}

/** The twin of the incidents of a system: one that knows our ids of comments, or one that has tags. */
export function inMemoryIncidents(kind: 'knowsIds' | 'hasTags'): Incidents & {
  readonly stored: ReadonlyMap<string, Stored>;
  add(id: string): void;
  /** What each further call fails by, or is not; `crash`: it takes effect, and its caller never learns that. */
  readonly faults: (IncidentFailure | 'crash' | undefined)[];
  readonly calls: string[];
} {
  const stored = new Map<string, Stored>();
  const faults: (IncidentFailure | 'crash' | undefined)[] = [];
  const calls: string[] = [];
  let number = 0;
  const next = async <T>(name: string, effect: () => T): Promise<T | IncidentFailure> => {
    calls.push(name);
    const fault = faults.shift();
    await Promise.resolve();
    if (fault === 'crash') {
      effect();
      throw new Error('The process has ended.');
    }
    return fault ?? effect();
  };
  const written = { kind: 'written' as const };
  return {
    stored,
    faults,
    calls,
    add: (id) => void stored.set(id, { comments: new Map(), isTagged: kind === 'knowsIds' }),
    read: (id) =>
      next('read', () => {
        const found = stored.get(id);
        if (!found) return { kind: 'notFound' as const };
        return { kind: 'read' as const, comments: [...found.comments.values()], isTagged: found.isTagged };
      }),
    comment: (id, { id: uuid, text }) =>
      next('comment', () => {
        stored.get(id)?.comments.set(kind === 'knowsIds' ? uuid : String(number++), text);
        return written;
      }),
    tag: (id) =>
      next('tag', () => {
        const found = stored.get(id);
        if (found) found.isTagged = true;
        return written;
      }),
  };
}
