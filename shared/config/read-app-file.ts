import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Read } from './read';
import { valid } from './read';

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads a file of the app's folder by a path relative to it. A setting must not make the app read anything else: absolute
 * paths, `..` and symbolic links are refused.
 */
export function readAppFile(folder: string, path: string): Read<string> {
  try {
    return readWithin(folder, path);
  } catch (error) {
    // The name alone: a path with a file in the place of a folder, a name that is too long, a missing permission.
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
    return refused(path, `cannot be read (${code})`);
  }
}

function readWithin(folder: string, path: string): Read<string> {
  if (isAbsolute(path))
    return refused(path, 'is an absolute path. Write a path relative to the folder of the app.');
  const steps = path.split(/[/\\]/);
  if (steps.includes('..')) return refused(path, 'has "..". Write a path within the folder of the app.');
  const names = steps.filter((step) => step !== '' && step !== '.');
  let file = folder;
  let found: Stats | undefined;
  for (const name of names) {
    file = join(file, name);
    found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return refused(path, 'is not found in the folder of the app');
    if (found.isSymbolicLink()) {
      return refused(path, 'is a symbolic link, or is below one. Copy the file into the folder of the app.');
    }
  }
  if (!found?.isFile()) return refused(path, 'is not a file');
  if (found.size > MAX_FILE_BYTES) return refused(path, `is larger than ${String(MAX_FILE_BYTES)} bytes`);
  const bytes = readFileSync(file);
  return isUtf8(bytes) ? valid(bytes.toString('utf8')) : refused(path, 'is not UTF-8');
}

/** Absolute on any system, since settings move between them. */
function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}

function refused(path: string, message: string): Read<never> {
  return { kind: 'invalid', problems: [`${path}: ${message}`] };
}
