import { readJson } from '../../shared/config/read-json';
import { looksSecret } from './additional-settings';
import type { Settings } from './compare-settings';
import { differences } from './compare-settings';
import type { FileParameter, OwnedSetting } from './setting-table';
import { OWNED_SETTINGS, TEMPLATE_SETTINGS, isKeyVaultReference } from './setting-table';

/** What makes a live value the one that is deployed from now on. `left`: a person must act, for the reason that it gives. */
export type Adoption =
  | {
      readonly kind: 'file';
      readonly setting: string;
      readonly file: FileParameter;
      readonly content: unknown;
    }
  | {
      readonly kind: 'variable';
      readonly setting: string;
      readonly parameter: string;
      readonly value: string;
    }
  /** `value` undefined: it was removed from the app. */
  | { readonly kind: 'additional'; readonly setting: string; readonly value: string | undefined }
  | { readonly kind: 'left'; readonly setting: string; readonly reason: string };

/** How each live app setting that a deployment would undo is adopted. */
export function adoptions(live: Settings, next: Settings): readonly Adoption[] {
  return differences(live, next).map(({ setting }): Adoption => {
    const owned = OWNED_SETTINGS.find((one) => one.setting === setting);
    const value = live[setting];
    if (owned) return adoptOwned(owned, value ?? '');
    if (TEMPLATE_SETTINGS.includes(setting)) {
      return left(
        setting,
        'follows from the resources of the deployment. Set it back, or let it be overwritten.',
      );
    }
    return value !== undefined && looksSecret(setting, value)
      ? left(
          setting,
          'looks like a secret. Keep it in Key Vault, and write the reference into app-settings.json.',
        )
      : { kind: 'additional', setting, value };
  });
}

function adoptOwned({ setting, parameter, file, secret }: OwnedSetting, value: string): Adoption {
  if (secret && value !== '' && !isKeyVaultReference(value)) {
    return left(
      setting,
      'has secrets. Keep it in a key vault (docs/connect.md), and set its variable to keyVault or to a reference.',
    );
  }
  if (file === undefined || (file !== parameter && !value.startsWith('['))) {
    return { kind: 'variable', setting, parameter, value };
  }
  const json = readJson(value === '' ? emptyOf(file) : value);
  return json.kind === 'valid'
    ? { kind: 'file', setting, file, content: json.value }
    : left(setting, `${json.problems.join(', ')}. Correct it, or let it be overwritten.`);
}

function emptyOf(file: FileParameter): string {
  return file === 'revocationPolicy' ? '{}' : '[]';
}

function left(setting: string, reason: string): Adoption {
  return { kind: 'left', setting, reason };
}
