import type { IncidentState } from '../../shared/core/false-positive';
import { isOwnComment } from '../../shared/core/incident';
import type { IncidentFailure, Incidents } from '../../shared/ports/incidents';

interface Stored {
  /** By id where the system knows our ids. */
  readonly comments: Map<string, string>;
  readonly commentedAt: string[];
  isTagged: boolean;
  said: Omit<IncidentState, 'commentedAt'>;
}

/** What a person has made of an incident. */
type Said = Partial<Stored['said']>;

/** The twin of the incidents of a system: one that knows our ids of comments, or one that has tags. */
export function inMemoryIncidents(
  kind: 'knowsIds' | 'hasTags',
  now: () => Date = () => new Date(),
): Incidents & {
  readonly stored: ReadonlyMap<string, Stored>;
  add(id: string): void;
  /** A person changes what an incident says. */
  update(id: string, said: Said): void;
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
  const update = (id: string, said: Said): void => {
    const found = stored.get(id);
    if (found) found.said = { ...found.said, changedAt: now().toISOString(), ...said };
  };
  return {
    stored,
    faults,
    calls,
    update,
    add: (id) =>
      void stored.set(id, {
        comments: new Map(),
        commentedAt: [],
        isTagged: kind === 'knowsIds',
        said: { isFalsePositive: false, changedAt: now().toISOString(), people: [] },
      }),
    read: (id) =>
      next('read', () => {
        const found = stored.get(id);
        if (!found) return { kind: 'notFound' as const };
        return { kind: 'read' as const, comments: [...found.comments.values()], isTagged: found.isTagged };
      }),
    judge: (id) =>
      next('judge', () => {
        const found = stored.get(id);
        if (!found) return { kind: 'notFound' as const };
        const { said, commentedAt } = found;
        return { kind: 'judged' as const, state: { ...said, commentedAt: [...commentedAt] } };
      }),
    comment: (id, { id: uuid, text }) =>
      next('comment', () => {
        const found = stored.get(id);
        found?.comments.set(kind === 'knowsIds' ? uuid : String(number++), text);
        if (isOwnComment(text)) found?.commentedAt.push(now().toISOString());
        update(id, {});
        return written;
      }),
    tag: (id) =>
      next('tag', () => {
        const found = stored.get(id);
        if (found) found.isTagged = true;
        update(id, {});
        return written;
      }),
  };
}
