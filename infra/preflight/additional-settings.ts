import * as z from 'zod';
import type { Settings } from './compare-settings';
import {
  FORMER_NAMES,
  OWNED_SETTINGS,
  RECORD,
  SETTINGS_FILES,
  TEMPLATE_SETTINGS,
  isKeyVaultReference,
} from './setting-table';

/** App Service on Linux cuts longer names. */
const MAX_NAME = 64;
/** Of one value, and of all names and values, in bytes of UTF-8: half of what Windows and Linux pass on to a process. */
const MAX_VALUE_BYTES = 32_767;
const MAX_ENVIRONMENT_BYTES = 65_535;

const NAME = new RegExp(`^[A-Za-z_][A-Za-z0-9_]{0,${String(MAX_NAME - 1)}}$`);
const additionalSettings = z.record(z.string(), z.string('must be text'), 'must be an object');

/** Problems of app settings beside those of the template, and of the size of all. */
export function additionalProblems(additional: unknown, next: Settings): readonly string[] {
  const parsed = additionalSettings.safeParse(additional);
  const file = SETTINGS_FILES.additionalSettings;
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.') || '$'}: ${message}`);
  const owned = OWNED_SETTINGS.map(({ setting }) => setting);
  const problems = Object.entries(parsed.data).flatMap(([name, value]) => {
    if (!NAME.test(name))
      return [`${file}: ${name} is not the name of a setting. Use up to 64 letters, digits and _.`];
    if (owned.includes(name))
      return [
        `${file}: ${name} has an owner already. Set its file, or its variable with azd env set (docs/settings.md#who-owns-a-setting).`,
      ];
    if ([...TEMPLATE_SETTINGS, RECORD].includes(name))
      return [`${file}: ${name} follows from the deployment. Remove it from the file.`];
    if (name in FORMER_NAMES)
      return [
        `${file}: ${name} is now called ${FORMER_NAMES[name] ?? name}. Run azd env set with that name.`,
      ];
    return looksSecret(name, value)
      ? [
          `${file}: ${name} looks like a secret. Keep it in Key Vault and write @Microsoft.KeyVault(SecretUri=…).`,
        ]
      : [];
  });
  return [...problems, ...sizeProblems(next)];
}

/** A name of a secret, whose value is not a reference to Key Vault. */
export function looksSecret(name: string, value: string): boolean {
  return /SECRET|PASSWORD|KEY$|TOKEN|CONNECTION_?STRING/i.test(name) && !isKeyVaultReference(value);
}

function sizeProblems(next: Settings): readonly string[] {
  const sizes = Object.entries(next).map(([name, value = '']) => ({ name, bytes: Buffer.byteLength(value) }));
  const tooLarge = sizes
    .filter(({ bytes }) => bytes > MAX_VALUE_BYTES)
    .map(
      ({ name, bytes }) =>
        `${name}: has ${String(bytes)} bytes; an app setting may have ${String(MAX_VALUE_BYTES)}. Make it smaller.`,
    );
  const total = sizes.reduce((sum, { name, bytes }) => sum + name.length + bytes + 2, 0);
  return total > MAX_ENVIRONMENT_BYTES
    ? [
        ...tooLarge,
        `All app settings: have ${String(total)} bytes; they may have ${String(MAX_ENVIRONMENT_BYTES)}. Make the largest ones smaller.`,
      ]
    : tooLarge;
}
