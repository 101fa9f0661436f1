import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/**
 * The licences of all packages of a bundle, which MIT, BSD and Apache-2.0 require in a distribution.
 *
 * @throws when a package has no licence: it must not be distributed
 */
export function licencesOf(projectFolder: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packagesByText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, text } = licenceOf(join(projectFolder, folder));
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), name]);
  }
  const parts = [...packagesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n`);
}

/** `node_modules/@azure/core-util` for `node_modules/@azure/core-util/dist/index.js`; the innermost folder of a nested package. */
function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function licenceOf(folder: string): { readonly name: string; readonly text: string } {
  const {
    name = folder,
    version = '',
    license,
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? license && `Licence: ${license}` : readFileSync(join(folder, file), 'utf8');
  if (!text) throw new Error(`${name} has no licence.`);
  return { name: `${name} ${version}`, text: text.trim() };
}
