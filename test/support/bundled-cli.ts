import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(__dirname, '../..');

/** The command line in one file with all of its packages, as people install it. Returns its path. */
export function bundledCli(): string {
  const cli = join(mkdtempSync(join(tmpdir(), 'session-revoker-cli-')), 'main.js');
  execFileSync(process.execPath, [
    join(project, 'node_modules/esbuild/bin/esbuild'),
    join(project, 'shared/cli/main.ts'),
    `--outfile=${cli}`,
    '--bundle',
    '--platform=node',
    '--supported:dynamic-import=false',
    '--main-fields=module,main',
    '--log-level=error',
  ]);
  return cli;
}
