import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The text of the module that imports every file of built-in formats. */
export function builtInFilesModule(formatsFolder: string): string {
  const names = readdirSync(formatsFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  const variable = (name: string): string =>
    name.replaceAll(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());
  return [
    '// Written by `npm run schema` from the files in this folder.',
    "import type { FormatFile } from '../format-schema';",
    ...names.map((name) => `import ${variable(name)} from './${name}.json';`),
    '',
    '/** Every file of built-in formats. */',
    'export const builtInFiles: readonly FormatFile[] = [',
    ...names.map((name) => `  ${variable(name)},`),
    '];',
    '',
  ].join('\n');
}

/** Where the module is, from the folder of the built-in formats. */
export const builtInFilesPath = (formatsFolder: string): string => join(formatsFolder, 'built-in-files.ts');
