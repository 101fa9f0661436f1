import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

// Run by `npm run cli`: the command line of this clone. It is bundled first where a source is newer than the bundle, which takes
// seconds; otherwise nothing is compiled.

const projectFolder = join(import.meta.dirname, '..');
const BUNDLES = ['bin/session-revoker.js', '.local/cli/in-clone.js'];
const SOURCES = ['shared', 'local', 'infra/command-line.ts', 'infra/node-bundle.ts', 'package-lock.json'];

/** @param {string} path */
const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * The time of the newest of a file, or of a folder and all that is in it: a folder is as new as its last removal.
 *
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path, { withFileTypes: true }).reduce((time, entry) => {
    const child = join(path, entry.name);
    return Math.max(time, entry.isDirectory() ? newest(child) : timeOf(child));
  }, stats.mtimeMs);
}

const built = Math.min(...BUNDLES.map((file) => timeOf(join(projectFolder, file))));
if (SOURCES.some((source) => newest(join(projectFolder, source)) > built)) {
  process.stderr.write('Building the command line …\n');
  const { status } = spawnSync('npm', ['run', '--silent', 'cli:build'], {
    cwd: projectFolder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(2);
}
await import('../.local/cli/in-clone.js');
