import type { Environment } from './environment';
import type { Read } from './read';
import { problemsOf } from './read';
import { SETTING_NAMES } from './setting-names';

/** The platform replaces a reference by the secret before the app starts; what it cannot resolve it passes on as it is. */
const REFERENCE = /^\s*@Microsoft\.KeyVault\(/i;
const BY_NAMES =
  /\(\s*(?=[^)]*\bVaultName=([a-z0-9-]{1,24})\s*[;)])(?=[^)]*\bSecretName=([a-z0-9-]{1,127})\s*[;)])/i;
const BY_ADDRESS =
  /\(\s*SecretUri=https:\/\/([a-z0-9-]{1,24})\.[a-z0-9.-]+\/secrets\/([a-z0-9-]{1,127})[/;)]/i;

/**
 * What was read of the settings, where no setting is a reference to a key vault that the platform has left as it is; else
 * one problem for each such setting, instead of those that its text has as a value.
 */
export function withoutReferences<T>(settings: Environment, read: Read<T>): Read<T> {
  const unresolved = SETTING_NAMES.filter((name) => REFERENCE.test(settings[name] ?? ''));
  if (unresolved.length === 0) return read;
  const others = problemsOf([read]).filter((problem) => !unresolved.some((name) => isAbout(name, problem)));
  return {
    kind: 'invalid',
    problems: [...unresolved.map((name) => problemOf(name, settings[name] ?? '')), ...others],
  };
}

function isAbout(name: string, problem: string): boolean {
  return problem.startsWith(`${name}:`) || problem.startsWith(`${name} `);
}

function problemOf(name: string, reference: string): string {
  const [, vault, secret] = BY_NAMES.exec(reference) ?? BY_ADDRESS.exec(reference) ?? [];
  return vault === undefined || secret === undefined
    ? `${name}: is a Key Vault reference that names no vault and secret: write @Microsoft.KeyVault(VaultName=…;SecretName=…)`
    : `${name}: is a Key Vault reference that the platform has not resolved (vault ${vault}, secret ${secret}): ` +
        `set the secret, give the app's identity the role Key Vault Secrets User, and restart the app`;
}
