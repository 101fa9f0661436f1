import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BillOfMaterials } from './bundled-bom';
import { bundledBom } from './bundled-bom';
import { deployButton } from './deploy-button';
import { releaseNotes } from './release-notes';

// What the release workflow runs: `release.js notes v1.2.3` prints the notes of the release, or fails with the reason why
// there must be none; `release.js sbom FILE` prints a bill of materials of what the package and the command line contain;
// `release.js deploy v1.2.3 ADDRESS` prints how to deploy the release, with a button if its files have a public address.

const projectFolder = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(projectFolder, file), 'utf8');

/** What `npm run package` and `npm run cli:build` have put into their bundles. */
function bundled(): readonly string[] {
  const lists = ['package/packages.json', 'bin/packages.json'].map(
    (file) => JSON.parse(read(file)) as string[],
  );
  return [...new Set(lists.flat())];
}

function main(command = '', argument = '', address = ''): number {
  switch (command) {
    case 'notes': {
      const { version } = JSON.parse(read('package.json')) as { readonly version: string };
      const notes = releaseNotes(read('CHANGELOG.md'), argument, version);
      if (notes.kind === 'notes') console.log(notes.text);
      else console.error(notes.detail);
      return notes.kind === 'notes' ? 0 : 1;
    }
    case 'sbom':
      console.log(
        JSON.stringify(bundledBom(JSON.parse(read(argument)) as BillOfMaterials, bundled()), null, 2),
      );
      return 0;
    case 'deploy':
      console.log(`\n${deployButton(address, argument)}`);
      return 0;
    default:
      console.error('Usage: release.js notes TAG | sbom FILE | deploy TAG [ADDRESS]');
      return 2;
  }
}

process.exitCode = main(...process.argv.slice(2));
