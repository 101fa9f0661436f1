import { describe, expect, it } from '@jest/globals';
import { readAppConfig } from '../../shared/config/read-environment';
import type { Environment } from '../../shared/config/environment';
import { SETTING_NAMES } from '../../shared/config/setting-names';
import { OF_THE_STACK, TAKEN } from '../../local/passed-on-settings';
import { TENANT_ID } from '../support/builders';

const least: Environment = {
  ServiceBusConnection__fullyQualifiedNamespace: 'sb-x.servicebus.example',
  LEDGER_STORAGE: 'memory',
  TENANT_ID,
};
const reference = '@Microsoft.KeyVault(VaultName=kv-contoso;SecretName=webhook-sources)';
const address = (rest: string): string =>
  `@Microsoft.KeyVault(SecretUri=https://kv-contoso.vault.example/secrets/${rest})`;

function problems(environment: Environment): readonly string[] {
  const read = readAppConfig({ ...least, ...environment }, __dirname);
  return read.kind === 'invalid' ? read.problems : [];
}

describe('a reference that the platform has not resolved', () => {
  it.each(SETTING_NAMES.map((name) => [name]))('is the problem of %s, and its only one', (name) => {
    const about = new RegExp(`^${name}[: ]`);
    expect(problems({ [name]: reference }).filter((problem) => about.test(problem))).toEqual([
      `${name}: is a Key Vault reference that the platform has not resolved (vault kv-contoso, secret webhook-sources): ` +
        "set the secret, give the app's identity the role Key Vault Secrets User, and restart the app",
    ]);
  });
  it.each([
    ['by names', reference],
    ['by names in the other order', '@Microsoft.KeyVault(SecretName=webhook-sources;VaultName=kv-contoso)'],
    ['of a version', '@Microsoft.KeyVault(VaultName=kv-contoso;SecretName=webhook-sources;SecretVersion=1f)'],
    ['by address', address('webhook-sources')],
    ['by address with a slash', address('webhook-sources/')],
    ['by address of a version', address('webhook-sources/0123abcd')],
    ['in other letters', '@microsoft.keyvault(vaultname=kv-contoso;secretname=webhook-sources)'],
  ])('is recognized %s', (_form, text) =>
    expect(problems({ WEBHOOK_SOURCES: text })).toEqual([
      expect.stringContaining('(vault kv-contoso, secret webhook-sources)'),
    ]),
  );
  it.each([
    ['@Microsoft.KeyVault()'],
    ['@Microsoft.KeyVault(VaultName=kv-contoso)'],
    ['@Microsoft.KeyVault(hunter2)'],
    ['@Microsoft.KeyVault(SecretUri=https://user:hunter2@kv/secrets/x)'],
    ['@Microsoft.KeyVault(VaultName=hunter2 hunter2;SecretName=x)'],
  ])('is quoted nowhere: %s', (text) => {
    expect(problems({ WEBHOOK_SOURCES: text })).toEqual([
      'WEBHOOK_SOURCES: is a Key Vault reference that names no vault and secret: write @Microsoft.KeyVault(VaultName=…;SecretName=…)',
    ]);
  });
  it('hides no problem of another setting', () =>
    expect(problems({ WEBHOOK_SOURCES: reference, CLOUD: 'mars', REVOCATION_MODE: 'x' })).toEqual([
      expect.stringMatching(/^WEBHOOK_SOURCES: is a Key Vault reference/),
      expect.stringMatching(/^CLOUD: /),
      expect.stringMatching(/^REVOCATION_MODE: /),
    ]));
  it('of a setting that is not the app’s stops nothing', () =>
    expect(problems({ SOMETHING_ELSE: reference })).toEqual([]));
});

describe('the settings that may be references', () => {
  it('are all', () => expect([...SETTING_NAMES].sort()).toEqual([...TAKEN, ...OF_THE_STACK].sort()));
});
