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

/** A format of the list that is deployed, or a file that stays together, and the file that has it. */
interface ListedFormat {
  readonly file: string;
  readonly item: unknown;
}

/** The formats that the files in the folder `formats` have, in the order of their names. */
export function listedFormats(folder: string): Read<readonly ListedFormat[]> {
  const formats = join(folder, 'formats');
  const names = existsSync(formats) ? readdirSync(formats).filter((name) => name.endsWith('.json')) : [];
  const files = names.sort().map((name) => join('formats', basename(name)));
  const read = files.map((file) => ({ file, content: readFile(folder, file) }));
  const problems = problemsOf(read.map(({ content }) => content));
  return problems.length > 0
    ? { kind: 'invalid', problems }
    : valid(
        read.flatMap(({ file, content }) =>
          content.kind === 'valid' ? formatItems(content.value).map((item) => ({ file, item })) : [],
        ),
      );
}

/** The list of formats that is deployed: Bicep loads one file. */
export function formatsOfFolder(folder: string): Read<readonly unknown[]> {
  const listed = listedFormats(folder);
  return listed.kind === 'valid' ? valid(listed.value.map(({ item }) => item)) : listed;
}

/** Writes a file of settings, indented for people. */
export function writeSettingsFile(folder: string, parameter: FileParameter, content: unknown): void {
  writeFileSync(join(folder, SETTINGS_FILES[parameter]), `${JSON.stringify(content, undefined, 2)}\n`);
}
