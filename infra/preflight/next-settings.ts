import type { Settings } from './compare-settings';
import type { ParameterValues } from './parameter-values';
import type { FileParameter, OwnedSetting } from './setting-table';
import { OWNED_SETTINGS, OWN_KEY_VAULT } from './setting-table';
import type { SettingsContent } from './settings-files';

/**
 * The app settings that a deployment would write, as far as files and variables say so: undefined where the template has
 * the value, such as the tenant of the deployment or a secret of its key vault.
 */
export function nextSettings(values: ParameterValues, files: SettingsContent): Settings {
  const additional = files.additionalSettings;
  const others = typeof additional === 'object' && additional !== null ? Object.entries(additional) : [];
  return Object.fromEntries([
    ...others.map(([name, value]): [string, string] => [name, String(value)]),
    ...OWNED_SETTINGS.map((owned): [string, string | undefined] => [
      owned.setting,
      valueOf(owned, values, files),
    ]),
  ]);
}

function valueOf(
  { parameter, file }: OwnedSetting,
  values: ParameterValues,
  files: SettingsContent,
): string | undefined {
  const value = values[parameter];
  if (value === OWN_KEY_VAULT) return undefined;
  if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  return file === undefined ? withoutVariable(parameter) : textOfFile(files, file);
}

/** The template takes the tenant of the deployment where no other is set. */
function withoutVariable(parameter: string): string | undefined {
  return parameter === 'connectedTenantId' ? undefined : '';
}

/** As the template writes it: no tenants are a blank setting. */
function textOfFile(files: SettingsContent, file: FileParameter): string {
  const content = files[file];
  const isNone = file === 'tenantConnections' && Array.isArray(content) && content.length === 0;
  return isNone ? '' : JSON.stringify(content);
}
