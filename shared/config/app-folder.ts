import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the app: the one that has `host.json`, at or above a folder of its code. So it is the same for the
 * deployed bundle, for the compiled files below `dist`, and for the command line.
 */
export function appFolder(codeFolder: string): string {
  let folder = codeFolder;
  while (!existsSync(join(folder, 'host.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return codeFolder;
    folder = parent;
  }
  return folder;
}
