import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSegment } from '../../core/seal/segment-name';
import type { SealReader } from '../../ports/seal-store';

const PIECE_BYTES = 1024 * 1024;

/**
 * The segments of a folder into which the container was downloaded, or one of them.
 *
 * @throws Error where there is no such folder or file, or none is a segment
 */
export async function fileSeals(path: string): Promise<SealReader> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Error(`${path}: cannot be read. Give a folder of downloaded segments, or one of them.`, {
      cause,
    });
  });
  const isFolder = found.isDirectory();
  const folder = isFolder ? path : dirname(path);
  const files = isFolder ? await readdir(path) : [basename(path)];
  const names = files.filter(isSegment).toSorted();
  if (names.length === 0)
    throw new Error(`${path}: there is no segment (2026-11-26.0001.ndjson). Keep the names of the blobs.`);
  return {
    segments: () => Promise.resolve(names),
    read: (segment) => createReadStream(join(folder, segment), { highWaterMark: PIECE_BYTES }),
  };
}
