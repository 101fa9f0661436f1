import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesOf, namesOf, packagesOf } from './licences';
import { nodeBundle } from './node-bundle';

// Run by `npm run cli:build`: makes the command line that `npm pack` ships, one file with all of its dependencies, and for clones the
// file that gives it the settings of the local stack.

async function main(projectFolder: string): Promise<void> {
  const [shipped, inClone] = await Promise.all([
    nodeBundle(projectFolder, 'shared/cli/main.ts'),
    nodeBundle(projectFolder, 'local/cli.ts'),
  ]);
  const packages = packagesOf(projectFolder, shipped.inputs);
  const bin = join(projectFolder, 'bin');
  const clone = join(projectFolder, '.local/cli');
  for (const folder of [bin, clone]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(bin, 'THIRD-PARTY-LICENSES.txt'), licencesOf(packages));
  writeFileSync(join(bin, 'packages.json'), namesOf(packages));
  writeFileSync(join(clone, 'in-clone.js'), inClone.code);
  // The last one: it says by its time what the others were made of. It may be running while it is replaced.
  const unfinished = join(bin, `session-revoker.js.${String(process.pid)}`);
  writeFileSync(unfinished, shipped.code, { mode: 0o755 });
  renameSync(unfinished, join(bin, 'session-revoker.js'));
}

void main(process.cwd());
