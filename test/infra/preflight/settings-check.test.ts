import { afterAll, describe, expect, it } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSettings } from '../../../infra/preflight/settings-problems';
import { AzdEnvironment } from '../../support/azd-environment';

const environments: AzdEnvironment[] = [];
afterAll(() => {
  for (const one of environments) one.remove();
});

function check(change: (made: AzdEnvironment) => void): readonly [number | null, string] {
  const made = new AzdEnvironment();
  environments.push(made);
  change(made);
  const { code, output } = made.run('check');
  return [code, output];
}

const wrong = (problem: string): unknown => [1, expect.stringContaining(`  - ${problem}`)];
const acme = {
  name: 'acme',
  match: [{ path: 'acme', exists: true }],
  alert: { provider: 'Acme' },
  accounts: [{ names: { id: 'id' } }],
};
const VAULT = '@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/senders)';

describe('the files of settings', () => {
  it('are valid as they are committed', () =>
    expect(checkSettings(join(__dirname, '../../..'), {})).toMatchObject({ kind: 'valid' }));
  const rows: readonly (readonly [title: string, file: string, content: unknown, problem: string])[] = [
    ['that are not JSON', 'policy.json', '{ "mode": }', 'policy.json: is not JSON'],
    [
      'that have a key twice',
      'policy.json',
      '{"mode":"revoke","mode":"whatIf"}',
      'policy.json: has mode twice',
    ],
    [
      'with a misspelt key of the policy',
      'policy.json',
      { brakes: 'none' },
      'REVOCATION_POLICY: unknown field: brakes',
    ],
    [
      'with a policy that names an unknown format',
      'policy.json',
      '{"sources":[{"format":"acme","then":"whatIf"}]}',
      'REVOCATION_POLICY.sources[0].format: acme is not the name of a format',
    ],
    [
      'with an issuer without keys',
      'security-event-issuers.json',
      [{ issuer: 'https://i.example' }],
      'SECURITY_EVENT_ISSUERS [0].jwksUri: must be text',
    ],
    [
      'with a tenant that is none',
      'tenants.json',
      [{ tenantId: 'x', sources: ['queue'] }],
      'TENANTS[0].tenantId',
    ],
    ['with a format that is none', 'formats/a.json', { formats: [{}] }, 'alert-formats.json: does not match'],
    ['with a format whose file is not JSON', 'formats/a.json', '{', 'formats/a.json: is not JSON'],
    [
      'with a setting that the template has',
      'app-settings.json',
      { REVOCATION_MODE: 'revoke' },
      'app-settings.json: REVOCATION_MODE has an owner already. Set its file, or its variable with azd env set',
    ],
    [
      'with the record of deployments',
      'app-settings.json',
      { SETTINGS_WRITTEN: '{}' },
      'app-settings.json: SETTINGS_WRITTEN follows from the deployment. Remove it from the file.',
    ],
    [
      'with a setting by its former name',
      'app-settings.json',
      { WEBHOOK_AUTHORISATION: 'functionKey' },
      'app-settings.json: WEBHOOK_AUTHORISATION is now called WEBHOOK_AUTHORIZATION. Run azd env set',
    ],
    [
      'with a number as a setting, of which the template can make no record',
      'app-settings.json',
      { OTHER: 1 },
      'app-settings.json: OTHER: must be text',
    ],
    [
      'with a name of 65 characters, which App Service would cut',
      'app-settings.json',
      { ['A'.repeat(65)]: '1' },
      `app-settings.json: ${'A'.repeat(65)} is not the name of a setting`,
    ],
    [
      'with a secret',
      'app-settings.json',
      { CLIENT_SECRET: 'x' },
      'app-settings.json: CLIENT_SECRET looks like a secret.',
    ],
    [
      'with a setting that is too large',
      'app-settings.json',
      { OTHER: 'é'.repeat(16_384) },
      'OTHER: has 32768 bytes; an app setting may have 32767.',
    ],
    [
      'with settings that are too large together',
      'app-settings.json',
      { A: 'a'.repeat(32_000), B: 'b'.repeat(32_000), C: 'c'.repeat(2000) },
      'All app settings: have 66',
    ],
  ];
  it.each(rows)('%s are wrong', (_title, file, content, problem) =>
    expect(check((made) => made.write(file, content))).toEqual(wrong(problem)),
  );
  it('may have 32767 bytes in one setting, and a secret by reference', () =>
    expect(
      check((made) => made.write('app-settings.json', { OTHER: 'a'.repeat(32_767), CLIENT_SECRET: VAULT })),
    ).toEqual([0, 'The settings are valid.']));
  it('that are missing are wrong', () =>
    expect(check((made) => rmSync(join(made.folder, 'infra/settings/tenants.json')))).toEqual(
      wrong('tenants.json: is missing. Restore it from the repository.'),
    ));
  it('whose formats are wrong are named, with the file and the place', () => {
    const [code, output] = check((made) => {
      made.write('formats/_.json', { formats: [acme] });
      made.write('formats/a.json', { formats: [{ name: 'a' }] });
      made.run('formats');
    });
    expect([code, output]).toEqual(wrong('formats/a.json: ALERT_FORMATS [1].'));
  });
  const schemas: readonly (readonly [schema: string, changed: object, problem: RegExp])[] = [
    ['revocation-policy', { properties: { brake: { const: 'none' } } }, /policy\.json: brake: .*\(schema\)/],
    ['tenants', { maxProperties: 0, properties: {}, type: 'object' }, /tenants\.json: \$: .*\(schema\)/],
    [
      'alert-formats',
      { properties: { formats: { type: 'string' } } },
      /alert-formats\.json: formats: .*schema/,
    ],
  ];
  it.each(schemas)(
    'must also be valid by the shipped schema %s, which editors use',
    (name, changed, problem) =>
      expect(
        check((made) => {
          made.write('formats/a.json', { formats: [acme] });
          made.run('formats');
          const file = join(made.folder, `docs/schemas/${name}.schema.json`);
          writeFileSync(file, JSON.stringify({ type: 'object', ...changed }));
        }),
      ).toEqual([1, expect.stringMatching(problem)]),
  );
});

describe('the variables of azd', () => {
  const rows: readonly (readonly [title: string, name: string, value: string, problem: string])[] = [
    ['a misspelt mode', 'REVOCATION_MODE', 'Revoke', 'REVOCATION_MODE: must be revoke or whatIf'],
    ['a misspelt kill switch', 'REVOCATION_ENABLED', 'no', 'REVOCATION_ENABLED: must be true or false'],
    ['an unknown cloud', 'CLOUD', 'germany', 'CLOUD: must be one of global, usGov, usGovDod, china'],
    ['a misspelt switch', 'PRIVATE_NETWORKING', 'yes', 'PRIVATE_NETWORKING: must be true or false'],
    [
      'a number that is none',
      'ALWAYS_READY_INSTANCES',
      'one',
      'ALWAYS_READY_INSTANCES: must be a number from 0',
    ],
    [
      'too large a number',
      'ALWAYS_READY_INSTANCES',
      '21',
      'ALWAYS_READY_INSTANCES: must be a number from 0 to 20',
    ],
    [
      'an id in the place of a list',
      'SENDER_PRINCIPAL_IDS',
      'x',
      'SENDER_PRINCIPAL_IDS: must be a JSON list',
    ],
    [
      'the name of an identity in the place of its id',
      'SENDER_PRINCIPAL_IDS',
      '["playbook"]',
      'SENDER_PRINCIPAL_IDS: must be a JSON list of object ids',
    ],
    [
      'the name of a group in the place of its id',
      'OPERATORS_GROUP_ID',
      'soc-team',
      'OPERATORS_GROUP_ID: must be an object id (az ad group show --group NAME --query id)',
    ],
    ['a list of tags', 'RESOURCE_TAGS', '["x"]', 'RESOURCE_TAGS: must be a JSON object'],
    ['an unknown language', 'MESSAGE_LOCALE', 'de', 'MESSAGE_LOCALE: must be one of en, fr'],
    [
      'tenants without their application',
      'TENANTS',
      'table',
      'TENANT_APPLICATION_ID: is required with TENANTS',
    ],
    [
      'senders as JSON text, which azd would put into JSON without escaping it',
      'WEBHOOK_SOURCES',
      '[{"name":"x"}]',
      'WEBHOOK_SOURCES: is JSON text, which azd cannot pass on in a variable. Keep it in a key vault',
    ],
    [
      'tenants as JSON text',
      'TENANTS',
      '[{"tenantId":"x"}]',
      'TENANTS: is JSON text, which azd cannot pass on in a variable. Write it into infra/settings/tenants.json.',
    ],
  ];
  it.each(rows)('%s is wrong', (_title, name, value, problem) =>
    expect(check((made) => Object.assign(made.variables, { [name]: value }))).toEqual(wrong(problem)),
  );
  it('may be a list or an object as JSON text, for parameters that are one', () =>
    expect(
      check((made) =>
        Object.assign(made.variables, {
          SENDER_PRINCIPAL_IDS: '["11111111-1111-1111-1111-111111111111"]',
          RESOURCE_TAGS: '{"owner":"security"}',
          ALWAYS_READY_INSTANCES: '20',
        }),
      ),
    ).toEqual([0, 'The settings are valid.']));
  it.each([
    ['CLOUD', 'germany'],
    ['REVOCATION_MODE', 'Revoke'],
    ['REVOCATION_ENABLED', 'no'],
  ])('that are wrong are named once: %s', (name, value) => {
    const [, output] = check((made) => Object.assign(made.variables, { [name]: value }));
    expect(output.split(`${name}: `)).toHaveLength(2);
  });
  it('may have callers authorized by Entra ID, whose authentication the platform switches on', () =>
    expect(check((made) => Object.assign(made.variables, { WEBHOOK_AUTHORIZATION: 'entraId' }))).toEqual([
      0,
      'The settings are valid.',
    ]));
  it.each([VAULT, 'akvs://sub/vault/senders', 'keyVault'])('senders may be in Key Vault: %s', (value) =>
    expect(check((made) => Object.assign(made.variables, { WEBHOOK_SOURCES: value }))).toEqual([
      0,
      'The settings are valid.',
    ]),
  );
  it('are those of the selected environment when azd does not run the check, and win over the shell', () => {
    const ofTheShell = (made: AzdEnvironment): void => {
      delete made.variables['AZURE_ENV_NAME'];
      Object.assign(made.variables, { REVOCATION_MODE: 'revoke', MESSAGE_LOCALE: 'de', CLOUD: 'mars' });
      Object.assign(made.selected, { REVOCATION_MODE: 'Revoke', MESSAGE_LOCALE: 'fr' });
    };
    const [code, output] = check(ofTheShell);
    expect([code, output]).toEqual(wrong('REVOCATION_MODE: '));
    expect(output).toContain('CLOUD: must be one of');
    expect(output).not.toContain('MESSAGE_LOCALE');
    const withoutAzd = check((made) => {
      ofTheShell(made);
      made.missing.add('azd');
    });
    expect(withoutAzd).toEqual(wrong('MESSAGE_LOCALE: '));
  });
  it('are not a second owner of what a file has', () =>
    expect(
      check((made) => {
        const file = join(made.folder, 'infra/main.parameters.json');
        const { parameters } = JSON.parse(readFileSync(file, 'utf8')) as { parameters: object };
        const policy = { value: { mode: 'revoke' } };
        writeFileSync(file, JSON.stringify({ parameters: { ...parameters, revocationPolicy: policy } }));
      }),
    ).toEqual(wrong('main.parameters.json: revocationPolicy belongs to infra/settings/policy.json.')));
});

it('a command that does not exist is an error', () => {
  const made = new AzdEnvironment();
  environments.push(made);
  expect(made.run('chekc')).toEqual({ code: 2, output: 'usage: check | preprovision | adopt | formats' });
});
