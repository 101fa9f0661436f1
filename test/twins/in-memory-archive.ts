import type { ArchiveRow } from '../../shared/messages/archive-columns';
import type { Archive } from '../../shared/ports/archive';
import type { Posted } from '../../shared/ports/poster';

/** The twin of the archive: its rows, copies included, and how it answers from now on. */
export function inMemoryArchive(): Archive & {
  readonly rows: readonly ArchiveRow[];
  answer(answer: Posted): void;
} {
  const rows: ArchiveRow[] = [];
  let next: Posted = { kind: 'accepted' };
  return {
    rows,
    answer: (answer) => (next = answer),
    add: (row) => {
      if (next.kind === 'accepted') rows.push(JSON.parse(JSON.stringify(row)) as ArchiveRow);
      return Promise.resolve(next);
    },
  };
}
