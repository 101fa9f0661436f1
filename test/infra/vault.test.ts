import { describe, expect, it } from '@jest/globals';
import { armModule, armResources, templateParameters, templateVariables } from '../support/arm-template';
import { armValue } from '../support/arm-expression';
import { readAppConfig } from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const vault = armModule('vault');

describe('the vault of secrets', () => {
  it('takes no access policy, and nothing that is deleted is lost', () =>
    expect(armResources('Microsoft.KeyVault/vaults')[0]?.properties).toMatchObject({
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enablePurgeProtection: true,
    }));
  it('has no secret that a deployment writes, and logs who reads one', () => {
    expect(vault.resources.map(({ type }) => type)).toEqual([
      'Microsoft.KeyVault/vaults',
      'Microsoft.KeyVault/vaults/keys',
      'Microsoft.Insights/diagnosticSettings',
    ]);
    expect(vault.resources[2]?.properties).toMatchObject({
      logs: [{ categoryGroup: 'audit', enabled: true }],
    });
  });
  it('has the key of the seal where outcomes are sealed: it signs and verifies, and that alone', () =>
    expect(vault.resources[1]).toMatchObject({
      condition: "[parameters('seals')]",
      properties: { kty: 'EC', curveName: 'P-256', keyOps: ['sign', 'verify'] },
    }));
  it.each([
    [{ keyVault: false, webhookSources: '' }, false],
    [{ keyVault: true, webhookSources: '' }, true],
    [{ keyVault: false, webhookSources: 'keyVault' }, true],
    [{ keyVault: false, webhookSources: '[]' }, false],
  ])('is deployed for %j: %s', (parameters, deployed) => {
    expect(vault.condition).toBe("[variables('hasVault')]");
    expect(armValue(vault.condition ?? '', { parameters, variables: templateVariables })).toBe(deployed);
  });
  it('is neither there by default nor used', () =>
    expect(templateParameters).toMatchObject({
      keyVault: { defaultValue: false },
      webhookSources: { type: 'securestring', defaultValue: '' },
    }));
});

describe('the app', () => {
  it('has references resolved by the identity that may read the vault', () => {
    const site = armModule('function-app').resources.find(({ type }) => type === 'Microsoft.Web/sites');
    expect(site?.properties?.['keyVaultReferenceIdentity']).toBe("[parameters('identityId')]");
    const rights = armModule('access').resources.filter(({ scope = '' }) =>
      scope.includes("'Microsoft.KeyVault/vaults'"),
    );
    expect(rights.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({
        principalId: "[reference('appIdentity').principalId]",
        roleDefinitionId: expect.stringContaining("variables('keyVaultSecretsUser')"),
      }),
    ]);
    expect(armModule('access').variables['keyVaultSecretsUser']).toBe('4633458b-17de-408a-b874-0445c86b69e6');
  });
  it('is given the reference to the secret for `keyVault`, which names vault and secret where it is not resolved', () => {
    const given = armModule('function-app').given['webhookSources'];
    expect(given).toMatch(
      /^\[if\(variables\('refersToVault'\), .*'vault'\), '[\d-]+'\)\.outputs\.webhookSources\.value/,
    );
    const references = { vault: { vaultUri: 'https://kv-contoso.vault.example/' } };
    const reference = armValue(vault.outputs['webhookSources']?.value ?? '', {
      references,
      variables: vault.variables,
    });
    expect(reference).toBe(
      '@Microsoft.KeyVault(SecretUri=https://kv-contoso.vault.example/secrets/webhook-sources)',
    );
    const read = readAppConfig(
      {
        ServiceBusConnection: 'Endpoint=sb://x',
        LEDGER_STORAGE: 'memory',
        TENANT_ID,
        WEBHOOK_SOURCES: String(reference),
      },
      __dirname,
    );
    expect(read).toMatchObject({
      problems: [expect.stringContaining('(vault kv-contoso, secret webhook-sources)')],
    });
  });
});
