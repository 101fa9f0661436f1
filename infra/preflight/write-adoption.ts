import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Adoption } from './adopt-settings';
import { formatItems } from './format-list';
import type { RunCommand } from './commands';
import { SETTINGS_FILES } from './setting-table';
import { formatsOfFolder, readSettingsFiles, writeSettingsFile } from './settings-files';

/** Where an adoption is written. */
export interface AdoptionTarget {
  /** `infra/settings`. */
  readonly folder: string;
  /** The variable of the azd environment for each parameter. */
  readonly variables: Readonly<Record<string, string>>;
  readonly run: RunCommand;
}

/** What was done, or why not. No value is part of it. */
export interface Written {
  readonly isDone: boolean;
  readonly line: string;
}

/** Writes an adoption. */
export function writeAdoption(adoption: Adoption, target: AdoptionTarget): Written {
  const { setting } = adoption;
  switch (adoption.kind) {
    case 'left':
      return notDone(setting, adoption.reason);
    case 'variable':
      return writeVariable(adoption, target);
    case 'additional':
      return writeAdditional(target.folder, setting, adoption.value);
    case 'file':
      if (adoption.file === 'alertFormats') return writeFormats(target.folder, adoption.content);
      writeSettingsFile(target.folder, adoption.file, adoption.content);
      return done(setting, `infra/settings/${SETTINGS_FILES[adoption.file]} written`);
  }
}

function writeVariable(
  { setting, parameter, value }: Extract<Adoption, { kind: 'variable' }>,
  { variables, run }: AdoptionTarget,
): Written {
  const variable = variables[parameter] ?? parameter;
  const result = run('azd', ['env', 'set', variable, value]);
  switch (result.kind) {
    case 'done':
      return done(setting, `azd variable ${variable} set`);
    case 'missing':
      return notDone(setting, `azd is not installed, which sets the variable ${variable}.`);
    case 'failed':
      return notDone(setting, `azd env set ${variable} failed: ${result.problem}`);
  }
}

function done(setting: string, what: string): Written {
  return { isDone: true, line: `${setting}: ${what}` };
}

function notDone(setting: string, reason: string): Written {
  return { isDone: false, line: `${setting}: not adopted: ${reason}` };
}

function writeAdditional(folder: string, setting: string, value: string | undefined): Written {
  const read = readSettingsFiles(folder);
  const before = z
    .record(z.string(), z.string())
    .safeParse(read.kind === 'valid' ? read.value.additionalSettings : {});
  writeSettingsFile(folder, 'additionalSettings', { ...before.data, [setting]: value });
  return done(setting, `infra/settings/${SETTINGS_FILES.additionalSettings} written`);
}

const namedFormat = z.looseObject({ name: z.string().regex(/^[A-Za-z0-9][\w-]*$/) });

/** A file for each format of the live list; paths of the package are left to a person. */
function writeFormats(folder: string, content: unknown): Written {
  const items = formatItems(content);
  mkdirSync(join(folder, 'formats'), { recursive: true });
  items.forEach((item, n) => {
    if (typeof item === 'string') return;
    const named = namedFormat.safeParse(item);
    const file = named.success ? named.data.name : `adopted-${String(n)}`;
    const text = JSON.stringify(named.success ? { formats: [item] } : item, undefined, 2);
    writeFileSync(join(folder, 'formats', `${file}.json`), `${text}\n`);
  });
  const written = formatsOfFolder(folder);
  if (written.kind === 'valid') writeSettingsFile(folder, 'alertFormats', written.value);
  const paths = items.filter((item) => typeof item === 'string');
  return paths.length === 0
    ? done('ALERT_FORMATS', 'infra/settings/formats and alert-formats.json written')
    : notDone(
        'ALERT_FORMATS',
        `copy these files of the package into infra/settings/formats, and run npm run settings:formats: ${paths.join(', ')}`,
      );
}
