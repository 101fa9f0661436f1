import { afterAll, describe, expect, it } from '@jest/globals';
import { AzdEnvironment, deployed } from '../../support/azd-environment';

const environments: AzdEnvironment[] = [];
afterAll(() => {
  for (const one of environments) one.remove();
});

const acme = {
  name: 'acme',
  match: [{ path: 'acme', exists: true }],
  alert: { provider: 'Acme' },
  accounts: [{ names: { id: 'id' } }],
};
const filed = { formats: [{ ...acme, name: 'filed' }] };
const tenants = [{ tenantId: '11111111-1111-1111-1111-111111111111', name: 'Fabrikam', sources: ['queue'] }];
const APPLICATION = '22222222-2222-2222-2222-222222222222';

function withApp(settings: Readonly<Record<string, string>>): AzdEnvironment {
  const made = AzdEnvironment.withApp(settings);
  environments.push(made);
  return made;
}

/** The variables that were adopted count from then on, as with azd. */
function afterAdoption(made: AzdEnvironment): { readonly code: number | null; readonly output: string } {
  Object.assign(made.variables, made.written);
  return made.run('preprovision');
}

describe('what was set by hand', () => {
  it('is deployed from then on: in its file, or as a variable of azd', () => {
    const made = withApp({
      REVOCATION_MODE: 'revoke',
      REVOCATION_POLICY: '{"mode":"whatIf"}',
      ALERT_FORMATS: JSON.stringify([acme, filed]),
      SECURITY_EVENT_ISSUERS:
        '[{"issuer":"https://i.example","jwksUri":"https://i.example/keys","audience":"a"}]',
      TENANTS: JSON.stringify(tenants),
      TENANT_APPLICATION_ID: APPLICATION,
      WEBHOOK_SOURCES: '@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/senders)',
      SCALE_CONTROLLER_LOGGING_ENABLED: 'AppInsights:Verbose',
    });
    expect(made.run('preprovision').code).toBe(1);
    expect(made.run('adopt')).toMatchObject({ code: 0 });
    expect(made.read('policy.json')).toEqual({ mode: 'whatIf' });
    expect(made.read('formats/acme.json')).toEqual({ formats: [acme] });
    expect(made.read('alert-formats.json')).toEqual([acme, ...filed.formats]);
    expect(made.read('tenants.json')).toEqual(tenants);
    expect(made.read('app-settings.json')).toEqual({
      SCALE_CONTROLLER_LOGGING_ENABLED: 'AppInsights:Verbose',
    });
    expect(made.written).toEqual({
      REVOCATION_MODE: 'revoke',
      TENANT_APPLICATION_ID: APPLICATION,
      WEBHOOK_SOURCES: '@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/senders)',
    });
    expect(afterAdoption(made)).toEqual({ code: 0, output: 'The settings are valid.' });
  });
  it('is nothing where nothing differs', () =>
    expect(withApp({ REVOCATION_MODE: 'whatIf' }).run('adopt')).toEqual({
      code: 0,
      output: 'The settings are valid.\nThere is nothing to adopt.',
    }));
  it('is deployed by its present name, if it has a former one', () => {
    const made = withApp({ WEBHOOK_AUTHORISATION: 'entraId' });
    expect(made.run('preprovision')).toMatchObject({
      code: 1,
      output: expect.stringContaining('WEBHOOK_AUTHORIZATION was not written by a deployment'),
    });
    expect(made.run('adopt').code).toBe(0);
    expect([made.written, made.read('app-settings.json')]).toEqual([
      { WEBHOOK_AUTHORIZATION: 'entraId' },
      {},
    ]);
    expect(afterAdoption(made)).toEqual({ code: 0, output: 'The settings are valid.' });
  });
  it.each([
    { WEBHOOK_AUTHORISATION: 'functionKey' },
    { WEBHOOK_AUTHORISATION: 'entraId', WEBHOOK_AUTHORIZATION: 'functionKey' },
  ])('is nothing where the default is set by its former name, or the present one counts: %j', (live) =>
    expect(withApp(live).run('preprovision').code).toBe(0),
  );
  it('is also that a setting was removed', () => {
    const made = withApp(deployed({ OTHER: '1', REVOCATION_MODE: 'revoke' }));
    made.write('app-settings.json', { OTHER: '1' });
    const { OTHER: _other, ...others } = made.azure.settings;
    made.azure.settings = others;
    expect(made.run('adopt').code).toBe(0);
    expect(made.read('app-settings.json')).toEqual({});
  });
});

describe('a person must act', () => {
  const rows: readonly (readonly [title: string, live: Readonly<Record<string, string>>, reason: string])[] =
    [
      ['on secrets', { WEBHOOK_SOURCES: '[{"name":"x"}]' }, 'WEBHOOK_SOURCES: not adopted: has secrets.'],
      [
        'on a setting that looks like one',
        { MY_SECRET: 'x' },
        'MY_SECRET: not adopted: looks like a secret.',
      ],
      [
        'on a connection of the template',
        { ...deployed({ WAITS_QUEUE: 'a' }), WAITS_QUEUE: 'b' },
        'WAITS_QUEUE: not adopted: follows from the resources of the deployment.',
      ],
      [
        'on text that cannot be read',
        { REVOCATION_POLICY: '{' },
        'REVOCATION_POLICY: not adopted: is not JSON',
      ],
      [
        'on formats that are files of the package',
        { ALERT_FORMATS: '["formats/acme.json"]' },
        'ALERT_FORMATS: not adopted: copy these files of the package',
      ],
    ];
  it.each(rows)('%s', (_title, live, reason) => {
    const made = withApp(live);
    const { code, output } = made.run('adopt');
    expect([code, output]).toEqual([1, expect.stringContaining(reason)]);
    expect(made.run('preprovision').code).toBe(1);
  });
});

it('formats of the folder are deployed as one list, in the order of their files', () => {
  const made = withApp({});
  made.write('formats/b.json', { $schema: '../x', definitions: {}, formats: [acme] });
  made.write('formats/a.json', [{ ...acme, name: 'listed' }]);
  made.write('formats/README.md', 'not a format');
  const stale = made.run('check');
  expect([stale.code, stale.output]).toEqual([1, expect.stringContaining('Run npm run settings:formats.')]);
  expect(made.run('formats').code).toBe(0);
  expect(made.read('alert-formats.json')).toEqual([
    { ...acme, name: 'listed' },
    { definitions: {}, formats: [acme] },
  ]);
  expect(made.run('check').code).toBe(0);
});
