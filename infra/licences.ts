import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** A package that a bundle contains, with the text of its licence. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/**
 * The packages of a bundle, by the files that it was made of.
 *
 * @throws when a package has no licence: it must not be distributed
 */
export function packagesOf(projectFolder: string, inputs: readonly string[]): readonly BundledPackage[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...folders].sort().map((folder) => packageIn(join(projectFolder, folder)));
}

/** The licences of packages, which MIT, BSD and Apache-2.0 require in a distribution. */
export function licencesOf(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, string[]>();
  for (const { name, version, licence } of packages)
    byText.set(licence, [...(byText.get(licence) ?? []), `${name} ${version}`]);
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n`);
}

/** The names and versions of packages as JSON, which a bill of materials keeps. */
export function namesOf(packages: readonly BundledPackage[]): string {
  const names = packages.map(({ name, version }) => `${name}@${version}`);
  return `${JSON.stringify(names, null, 2)}\n`;
}

/** `node_modules/@azure/core-util` for `node_modules/@azure/core-util/dist/index.js`; the innermost folder of a nested package. */
function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function packageIn(folder: string): BundledPackage {
  const {
    name = folder,
    version = '',
    license,
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? license && `Licence: ${license}` : readFileSync(join(folder, file), 'utf8');
  if (!text) throw new Error(`${name} has no licence.`);
  return { name, version, licence: text.trim() };
}
