import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { problemsOf } from '../../shared/config/read';
import { readAppConfig } from '../../shared/config/read-environment';
import { fieldPath } from '../../shared/messages/field-path';
import { additionalProblems } from './additional-settings';
import type { Settings } from './compare-settings';
import { nextSettings } from './next-settings';
import { formatItems } from './format-list';
import type { ParameterValues } from './parameter-values';
import { OWNED_SETTINGS, SETTINGS_FILES, isKeyVaultReference } from './setting-table';
import type { SettingsContent } from './settings-files';
import { formatsOfFolder, listedFormats, readSettingsFiles } from './settings-files';

export type CheckedSettings =
  | { readonly kind: 'valid'; readonly next: Settings }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** What the template and the platform give the app, for the readers of the app. */
const OF_A_DEPLOYMENT: Settings = {
  ServiceBusConnection__fullyQualifiedNamespace: 'sb-x.servicebus.windows.net',
  LEDGER_STORAGE__tableServiceUri: 'https://stx.table.core.windows.net/',
  AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000000',
  // Set by the platform, not by a deployment: the app reads it when it starts.
  WEBSITE_AUTH_ENABLED: 'true',
};
const SOME_TENANT = '00000000-0000-0000-0000-000000000000';

/**
 * Checks the settings that a deployment would write, with the app's own readers and the shipped schemas.
 *
 * @param folder the folder that has `host.json`, `docs/schemas` and `infra`
 */
export function checkSettings(folder: string, values: ParameterValues): CheckedSettings {
  const read = readSettingsFiles(join(folder, 'infra/settings'));
  if (read.kind === 'invalid') return read;
  const next = nextSettings(values, read.value);
  const problems = [
    ...ownerProblems(values),
    ...formatProblems(folder, read.value),
    ...additionalProblems(read.value.additionalSettings, next),
    ...withFilesOfFormats(folder, readerProblems(folder, next)),
  ];
  // The schemas are made from the readers, whose sentences are better.
  if (problems.length === 0) problems.push(...schemaProblems(folder, read.value));
  return problems.length > 0
    ? { kind: 'invalid', problems: [...new Set(problems)] }
    : { kind: 'valid', next };
}

/** A setting with a file has no other owner, and azd passes no quotation marks on within text. */
function ownerProblems(values: ParameterValues): readonly string[] {
  const twoOwners = Object.entries(SETTINGS_FILES).flatMap(([parameter, file]) =>
    values[parameter] === undefined
      ? []
      : [`main.parameters.json: ${parameter} belongs to infra/settings/${file}. Remove it from here.`],
  );
  const quoted = OWNED_SETTINGS.flatMap(({ setting, parameter, file, secret }) => {
    const value = values[parameter];
    if (typeof value !== 'string' || !value.includes('"')) return [];
    const remedy = secret
      ? 'Keep it in a key vault (docs/connect.md), and set the variable to keyVault or to a reference.'
      : file === undefined
        ? 'Set it without quotation marks.'
        : `Write it into infra/settings/${SETTINGS_FILES[file]}.`;
    return [`${setting}: is JSON text, which azd cannot pass on in a variable. ${remedy}`];
  });
  return [...twoOwners, ...quoted];
}

/** The list that is deployed is made from the files of the folder. */
function formatProblems(folder: string, files: SettingsContent): readonly string[] {
  const formats = formatsOfFolder(join(folder, 'infra/settings'));
  if (formats.kind === 'invalid') return formats.problems;
  return JSON.stringify(formats.value) === JSON.stringify(files.alertFormats)
    ? []
    : [
        `${SETTINGS_FILES.alertFormats}: does not match the files in infra/settings/formats. Run npm run settings:formats.`,
      ];
}

function schemaProblems(folder: string, files: SettingsContent): readonly string[] {
  return documentsOf(files).flatMap(({ file, schema: name, content }) => {
    const text = readFileSync(join(folder, `docs/schemas/${name}.schema.json`), 'utf8');
    const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(JSON.parse(text)));
    const issues = schema.safeParse(content).error?.issues ?? [];
    return issues.map(({ path, message }) => `${file}: ${fieldPath(path)}: ${message} (schema)`);
  });
}

interface Document {
  readonly file: string;
  readonly schema: string;
  readonly content: unknown;
}

/** A schema is that of a policy, of a list of tenants, and of one file of formats. */
function documentsOf(files: SettingsContent): readonly Document[] {
  const { revocationPolicy, alertFormats, tenantConnections } = SETTINGS_FILES;
  const formats = formatItems(files.alertFormats).map((item) => ({
    file: alertFormats,
    schema: 'alert-formats',
    content: typeof item === 'object' && item !== null && 'formats' in item ? item : { formats: [item] },
  }));
  return [
    { file: revocationPolicy, schema: 'revocation-policy', content: files.revocationPolicy },
    { file: tenantConnections, schema: 'tenants', content: files.tenantConnections },
    ...formats,
  ];
}

/** A reference to Key Vault is resolved by the platform: its content is read when the app starts. */
function readerProblems(folder: string, next: Settings): readonly string[] {
  const known = Object.entries(next).filter(
    ([, value]) => !isKeyVaultReference(value ?? '') && !(value ?? '').startsWith('akvs:'),
  );
  const environment = { ...OF_A_DEPLOYMENT, ...Object.fromEntries(known) };
  const tenant = environment['TENANT_ID'] ?? SOME_TENANT;
  return problemsOf([readAppConfig({ ...environment, TENANT_ID: tenant }, folder)]);
}

/** The app names a format by its place in the list, which no person has written. */
function withFilesOfFormats(folder: string, problems: readonly string[]): readonly string[] {
  const listed = listedFormats(join(folder, 'infra/settings'));
  const fileOf = (n: number): string | undefined =>
    listed.kind === 'valid' ? listed.value[n]?.file : undefined;
  return problems.map((problem) => {
    const [, n] = /^ALERT_FORMATS \[(\d+)\]/.exec(problem) ?? [];
    const file = n === undefined ? undefined : fileOf(Number(n));
    return file === undefined ? problem : `${file}: ${problem}`;
  });
}
