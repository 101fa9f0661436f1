import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(__dirname, '../..');
const packages = join(project, 'node_modules');

/** What the environment of the bundle needs to find its packages. */
export const bundleEnvironment = { NODE_PATH: packages };

/** The command line in one file, as a shell runs it. Returns its path. */
export function bundledCli(): string {
  const cli = join(mkdtempSync(join(tmpdir(), 'session-revoker-cli-')), 'main.js');
  execFileSync(process.execPath, [
    join(packages, 'esbuild/bin/esbuild'),
    join(project, 'shared/cli/main.ts'),
    `--outfile=${cli}`,
    '--bundle',
    '--platform=node',
    '--packages=external',
    '--log-level=error',
  ]);
  return cli;
}
