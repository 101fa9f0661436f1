import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = '.local/azurite';

/**
 * Azurite with all of its dependencies in one file, which starts with a quarter of the work of its hundreds of modules. It is made with the first
 * use, and again after an update.
 */
export async function bundledAzurite(projectFolder: string): Promise<string> {
  const main = join(projectFolder, 'node_modules/azurite/dist/src/azurite.js');
  const manifest = readFileSync(join(projectFolder, 'node_modules/azurite/package.json'));
  const made = createHash('sha256').update(manifest).digest('hex').slice(0, 16);
  const file = join(projectFolder, FOLDER, `${made}.js`);
  if (existsSync(file)) return file;
  // Processes may make it at once: each has a file of its own until it is whole.
  const unfinished = `${file}.${String(process.pid)}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    await build({
      entryPoints: [main],
      bundle: true,
      platform: 'node',
      mainFields: ['main'],
      // Of a database that is not used, and whose package is not installed.
      external: ['pg-hstore'],
      minifyWhitespace: true,
      legalComments: 'none',
      logLevel: 'error',
      outfile: unfinished,
    });
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return file;
}
