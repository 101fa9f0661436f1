import type { ArchiveRow } from '../messages/archive-columns';
import type { Posted } from './poster';

/** The table in which analysts look for outcomes. */
export interface Archive {
  /** Adds a row once. Never rejects because of the table's service or its answer. */
  add(row: ArchiveRow): Promise<Posted>;
}
