import { compact } from '../compact';
import type { Finding, Place } from './finding';

/** An event as its line is. */
export interface FoundEvent {
  readonly digest: string;
  /** Absent: the line is not an event. */
  readonly id?: string | undefined;
  readonly line: number;
}

/** What distinguishes the events of a batch from those that its link has sealed. */
export function compareBatch(
  sealed: readonly string[],
  found: readonly FoundEvent[],
  { place, number }: { readonly place: Place; readonly number: number },
): readonly Finding[] {
  if (sealed.length === found.length && sealed.every((digest, n) => digest === found[n]?.digest)) return [];
  const left = countsOf(sealed);
  const others = found.filter(({ digest }) => !taken(left, digest));
  const lost = [...left.values()].reduce((sum, count) => sum + count, 0);
  if (lost === 0 && others.length === 0) {
    const first = found.find(({ digest }, n) => digest !== sealed[n]);
    return first ? [{ kind: 'reordered', ...whereIs(first, place.segment) }] : [];
  }
  const changed = others.slice(0, lost);
  const inserted = others.slice(lost);
  return [
    ...changed.map((event): Finding => ({ kind: 'changed', ...whereIs(event, place.segment) })),
    ...inserted.map((event): Finding => ({ kind: 'inserted', ...whereIs(event, place.segment) })),
    ...(lost > changed.length
      ? [{ kind: 'missing' as const, place, batch: number, count: lost - changed.length }]
      : []),
  ];
}

/** Where an event is, and which it is. */
export function whereIs({ line, id }: FoundEvent, segment: string) {
  return compact({ place: { segment, line }, id });
}

function countsOf(digests: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const digest of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return counts;
}

function taken(counts: Map<string, number>, digest: string): boolean {
  const count = counts.get(digest) ?? 0;
  if (count === 0) return false;
  counts.set(digest, count - 1);
  return true;
}
