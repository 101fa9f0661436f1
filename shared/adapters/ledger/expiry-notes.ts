import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import * as z from 'zod';
import type { EntryKey, Partition } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { TableEntities } from './table-entities';

const PREFIX = 'expires-';
/** The notes of the version before: an entity for each partition. */
const PREFIX_BEFORE = 'expiry-';
/** The most partitions in one note: their names, of up to 75 characters, fit into one column of 64 KiB in UTF-16. */
const MAX_PER_NOTE = 400;
/** So long, in ms, a note may be in memory only. */
const WRITTEN_AFTER_MS = 30_000;
/** While notes cannot be written, no more than these are kept in memory: the search for leftovers finds the others. */
const MAX_IN_MEMORY = 20_000;

/** Partitions that may be removed. */
export interface ExpiryNote {
  readonly key: EntryKey;
  readonly version: string;
  readonly partitions: readonly Partition[];
}

/**
 * Which partitions expire when, so that a sweep need not read the others: table storage finds entities by partition and row
 * only. Notes are made in memory and written beside the path of messages, many at once, into a partition for each hour in
 * which something expires. Those that a process has not written when it dies are missing.
 */
export interface ExpiryNotes {
  /** Notes when a partition may be removed. Repeating it is harmless. */
  note(partition: Partition, expiresAt: Date): void;
  /** Writes what is in memory only. */
  write(): Promise<void>;
}

export function expiryNotes(entities: TableEntities): ExpiryNotes {
  const noted = new Map<string, Set<Partition>>();
  let inMemory = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Returns whether it was not there. */
  const put = (hour: string, partition: Partition): boolean => {
    const ofHour = noted.get(hour) ?? new Set();
    if (inMemory >= MAX_IN_MEMORY || ofHour.has(partition)) return false;
    noted.set(hour, ofHour.add(partition));
    inMemory++;
    timer ??= setTimeout(() => void writeQuietly(), WRITTEN_AFTER_MS).unref();
    return true;
  };
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...noted];
    noted.clear();
    inMemory = 0;
    await Promise.all(
      taken.map(async ([hour, partitions]) => {
        try {
          await insertNotes(entities, hour, [...partitions]);
        } catch (failure) {
          for (const partition of partitions) put(hour, partition);
          throw failure;
        }
      }),
    );
  };
  // What could not be written stays in memory, and is written with the next.
  const writeQuietly = (): Promise<void> => write().catch(() => undefined);
  return {
    note(partition, expiresAt) {
      if (put(hourAfter(expiresAt), partition) && inMemory % MAX_PER_NOTE === 0) void writeQuietly();
    },
    write,
  };
}

/** The notes of hours that are over, those of the version before first. */
export async function* dueNotes(entities: TableEntities, now: Date): AsyncIterable<ExpiryNote> {
  yield* notesUntil(entities, PREFIX_BEFORE, now, ({ row }) => [storedId(row)]);
  yield* notesUntil(entities, PREFIX, now, (_key, { partitions }) =>
    z
      .string()
      .parse(partitions)
      .split(' ')
      .map(storedId<Partition>),
  );
}

async function insertNotes(
  entities: TableEntities,
  hour: string,
  partitions: readonly Partition[],
): Promise<void> {
  for (let at = 0; at < partitions.length; at += MAX_PER_NOTE) {
    const key = { partition: storedId<Partition>(`${PREFIX}${hour}`), row: randomUUID() };
    await entities.insert(key, { partitions: partitions.slice(at, at + MAX_PER_NOTE).join(' ') });
  }
}

async function* notesUntil(
  entities: TableEntities,
  prefix: string,
  now: Date,
  partitionsOf: (key: EntryKey, columns: Readonly<Record<string, unknown>>) => readonly Partition[],
): AsyncIterable<ExpiryNote> {
  const filter = odata`PartitionKey ge ${prefix} and PartitionKey le ${prefix + hourOf(now)}`;
  for await (const { key, version, columns } of entities.list(filter)) {
    yield { key, version, partitions: partitionsOf(key, columns) };
  }
}

/** The first full hour after a time: `2026-11-23T20`. */
function hourAfter(time: Date): string {
  return hourOf(new Date(time.getTime() + 3_600_000 - 1));
}

function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}
