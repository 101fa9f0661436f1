import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson } from '../../shared/config/read-json';
import { problemsOf, valid } from '../../shared/config/read';
import type { Read } from '../../shared/config/read';
import { formatItems } from './format-list';
import type { FileParameter } from './setting-table';
import { SETTINGS_FILES } from './setting-table';

/** The content of each file of settings. */
export type SettingsContent = Readonly<Record<FileParameter, unknown>>;

/** Reads the files of settings; problems begin with the name of the file. */
export function readSettingsFiles(folder: string): Read<SettingsContent> {
  const read = (parameter: FileParameter): Read<unknown> => readFile(folder, SETTINGS_FILES[parameter]);
  const contents = {
    revocationPolicy: read('revocationPolicy'),
    alertFormats: read('alertFormats'),
    securityEventIssuers: read('securityEventIssuers'),
    tenantConnections: read('tenantConnections'),
    additionalSettings: read('additionalSettings'),
  };
  const problems = problemsOf(Object.values(contents));
  return problems.length > 0
    ? { kind: 'invalid', problems }
    : valid({
        revocationPolicy: contentOf(contents.revocationPolicy),
        alertFormats: contentOf(contents.alertFormats),
        securityEventIssuers: contentOf(contents.securityEventIssuers),
        tenantConnections: contentOf(contents.tenantConnections),
        additionalSettings: contentOf(contents.additionalSettings),
      });
}

function contentOf(read: Read<unknown>): unknown {
  return read.kind === 'valid' ? read.value : undefined;
}

function readFile(folder: string, file: string): Read<unknown> {
  const path = join(folder, file);
  if (!existsSync(path))
    return { kind: 'invalid', problems: [`${file}: is missing. Restore it from the repository.`] };
  const json = readJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  return json.kind === 'valid'
    ? json
    : { kind: 'invalid', problems: json.problems.map((problem) => `${file}: ${problem}`) };
}

/** The list of formats that the files in the folder `formats` make, in the order of their names: Bicep loads one file. */
export function formatsOfFolder(folder: string): Read<readonly unknown[]> {
  const formats = join(folder, 'formats');
  const files = existsSync(formats) ? readdirSync(formats).filter((file) => file.endsWith('.json')) : [];
  const read = files.sort().map((file) => readFile(folder, join('formats', basename(file))));
  const problems = problemsOf(read);
  return problems.length > 0
    ? { kind: 'invalid', problems }
    : valid(read.flatMap((one) => (one.kind === 'valid' ? formatItems(one.value) : [])));
}

/** Writes a file of settings, indented for people. */
export function writeSettingsFile(folder: string, parameter: FileParameter, content: unknown): void {
  writeFileSync(join(folder, SETTINGS_FILES[parameter]), `${JSON.stringify(content, undefined, 2)}\n`);
}
