import { afterAll, describe, expect, it } from '@jest/globals';
import { AzdEnvironment, CONTRIBUTOR, DEPLOYED_APP, OWNER, deployed } from '../../support/azd-environment';

const environments: AzdEnvironment[] = [];
afterAll(() => {
  for (const one of environments) one.remove();
});

function environment(): AzdEnvironment {
  const made = new AzdEnvironment();
  environments.push(made);
  return made;
}

const POLICY = '{"brake":{"users":25,"window":"PT1H"}}';
/** What a deployment of the committed settings writes. */
const asCommitted = { REVOCATION_MODE: 'whatIf', REVOCATION_POLICY: POLICY, WEBHOOK_SOURCES: '' };
const SECRET = '[{"name":"splunk","secrets":["a-secret-of-32-characters-here!!"]}]';

function withApp(settings: Readonly<Record<string, string>>): AzdEnvironment {
  const made = AzdEnvironment.withApp(settings);
  environments.push(made);
  return made;
}

describe('a deployment goes on', () => {
  it('when nothing is deployed yet', () =>
    expect(environment().run('preprovision')).toEqual({
      code: 0,
      output: 'The settings are valid.',
    }));
  it('when the live settings are those that the last deployment wrote, and a file has changed since', () => {
    const made = withApp(deployed(asCommitted));
    made.write('policy.json', { brake: { users: 3, window: 'PT1H' } });
    made.variables['REVOCATION_MODE'] = 'revoke';
    expect(made.run('preprovision').code).toBe(0);
  });
  it('when another app of the environment was changed', () => {
    const made = withApp(asCommitted);
    const tags = { 'azd-env-name': 'prod', 'azd-service-name': 'other' };
    made.azure.resources = [{ ...DEPLOYED_APP, name: 'func-other', tags }, DEPLOYED_APP];
    expect(made.run('preprovision').code).toBe(0);
  });
  it('when the first record is to come, and the template no longer has a setting that it wrote', () =>
    expect(
      withApp({ ...asCommitted, AzureWebJobsStorage__accountName: 'stx' }).run('preprovision').code,
    ).toBe(0));
  it('when senders that were set by hand have been moved to the key vault of the template', () => {
    const made = withApp({ ...asCommitted, WEBHOOK_SOURCES: SECRET });
    made.variables['WEBHOOK_SOURCES'] = 'keyVault';
    expect(made.run('preprovision').code).toBe(0);
  });
  it('when there is no record, and what is live is what would be written', () =>
    expect(withApp({ ...asCommitted, TENANT_ID: 'any' }).run('preprovision').code).toBe(0));
  it('when the names of what it overwrites are given', () => {
    const made = withApp({ ...asCommitted, REVOCATION_MODE: 'revoke', OTHER: '1' });
    made.variables['SETTINGS_OVERWRITE'] = 'OTHER,REVOCATION_MODE';
    const { code, output } = made.run('preprovision');
    expect([code, output.match(/\w+ is overwritten/g)]).toEqual([
      0,
      ['OTHER is overwritten', 'REVOCATION_MODE is overwritten'],
    ]);
  });
});

describe('a deployment stops', () => {
  const stopped: readonly (readonly [
    title: string,
    live: Readonly<Record<string, string>>,
    names: string[],
  ])[] = [
    [
      'the mode was changed by hand',
      { ...deployed(asCommitted), REVOCATION_MODE: 'revoke' },
      ['REVOCATION_MODE'],
    ],
    [
      'the policy was set by hand before the first record',
      { ...asCommitted, REVOCATION_POLICY: '{"protected":{"users":["a@contoso.com"]}}' },
      ['REVOCATION_POLICY'],
    ],
    ['senders were set by hand', { ...asCommitted, WEBHOOK_SOURCES: SECRET }, ['WEBHOOK_SOURCES']],
    [
      'the app has a setting that the template would remove',
      { ...deployed(asCommitted), AZURE_AUTHORITY_HOST: 'https://login.contoso.com' },
      ['AZURE_AUTHORITY_HOST'],
    ],
    [
      'a connection was changed by hand',
      { ...deployed({ ...asCommitted, REVOCATION_QUEUE: 'revocation-requests' }), REVOCATION_QUEUE: 'mine' },
      ['REVOCATION_QUEUE'],
    ],
  ];
  it.each(stopped)('when %s', (_title, live, names) => {
    const { code, output } = withApp(live).run('preprovision');
    expect(code).toBe(1);
    expect([...output.matchAll(/^ {2}- ([A-Z_]+) (?:was|has)/gm)].map(([, name]) => name)).toEqual(names);
    expect(output).toContain('npm run settings:adopt');
    expect(output).toContain(`SETTINGS_OVERWRITE=${names.join(',')}`);
  });
  it('when other settings than those that it may overwrite differ', () => {
    const made = withApp({ ...asCommitted, REVOCATION_MODE: 'revoke', OTHER: '1' });
    made.variables['SETTINGS_OVERWRITE'] = 'OTHER';
    expect(made.run('preprovision').code).toBe(1);
  });
  it('when the Azure CLI is missing or signed out, since nobody knows what is live', () => {
    const signedOut = environment();
    signedOut.azure.signedOut = true;
    const without = environment();
    without.missing.add('az');
    for (const made of [without, signedOut]) {
      const { code, output } = made.run('preprovision');
      expect([code, output]).toEqual([1, expect.stringContaining('az login')]);
      made.variables['SETTINGS_OVERWRITE'] = 'all';
      expect(made.run('preprovision').code).toBe(0);
    }
  });
  it('when an environment has two apps', () => {
    const made = withApp(asCommitted);
    made.azure.resources = [DEPLOYED_APP, { ...DEPLOYED_APP, name: 'func-y' }];
    expect(made.run('preprovision').output).toContain('several apps: func-x, func-y');
  });
  it('when azd has no subscription yet', () => {
    const made = environment();
    made.variables['AZURE_SUBSCRIPTION_ID'] = '';
    const { code, output } = made.run('preprovision');
    expect([code, output]).toEqual([1, expect.stringContaining('azd env set AZURE_SUBSCRIPTION_ID')]);
  });
  it('when the settings are wrong, before Azure is asked', () => {
    const made = environment();
    made.missing.add('az');
    made.write('policy.json', { brake: { users: -1 } });
    const { code, output } = made.run('preprovision');
    expect([code, output.includes('REVOCATION_POLICY.brake.users'), output.includes('az login')]).toEqual([
      1,
      true,
      false,
    ]);
  });
});

describe('no value is printed', () => {
  it.each(['preprovision', 'adopt'])('by %s', (command) => {
    const made = withApp({
      ...asCommitted,
      WEBHOOK_SOURCES: SECRET,
      REVOCATION_POLICY: '{"mode":"whatIf"}',
      MICROSOFT_PROVIDER_AUTHENTICATION_SECRET: 'hidden-value',
    });
    const { output } = made.run(command);
    expect(output).toContain('WEBHOOK_SOURCES');
    expect(output).not.toMatch(/a-secret|hidden-value|"mode"/);
  });
});

describe('who may deploy', () => {
  const rbacAdministrator = {
    actions: ['Microsoft.Authorization/roleAssignments/*', '*/read'],
    notActions: [],
  };
  const rows: readonly (readonly [who: string, permissions: object[], problem: RegExp | undefined])[] = [
    ['an owner may', [OWNER], undefined],
    ['a contributor who administers roles may', [CONTRIBUTOR, rbacAdministrator], undefined],
    ['a contributor may not', [CONTRIBUTOR], /You may not assign roles in the subscription sub-1/],
    [
      'an administrator of roles alone may not',
      [rbacAdministrator],
      /You may not create resources in the subscription sub-1/,
    ],
    ['somebody without a role may not', [], /You may not create resources[^]*You may not assign roles/],
  ];
  it.each(rows)('%s', (_who, permissions, problem) => {
    const made = environment();
    made.azure.permissions = permissions;
    const { code, output } = made.run('preprovision');
    expect(code).toBe(problem ? 1 : 0);
    expect(output).toMatch(problem ?? /valid/);
  });
  it('somebody may whose right has a condition, with a warning', () => {
    const made = environment();
    made.azure.permissions = [CONTRIBUTOR, { ...rbacAdministrator, condition: '@Request[…]' }];
    const { code, output } = made.run('preprovision');
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('warning: You may assign roles under a condition'),
    ]);
  });
});

it('private networking is checked in the same run', () => {
  const made = environment();
  made.azure.tierOfServiceBus = 'Standard';
  made.variables['PRIVATE_NETWORKING'] = 'true';
  const { code, output } = made.run('preprovision');
  expect([code, output]).toEqual([1, expect.stringContaining('which cannot become Premium')]);
});

describe('the region', () => {
  it('must offer Flex Consumption', () => {
    const made = environment();
    made.variables['AZURE_LOCATION'] = 'jioindiawest';
    const { code, output } = made.run('preprovision');
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('jioindiawest does not offer Flex Consumption. Choose one of these'),
    ]);
    expect(output).toContain('eastus, westeurope');
  });
  it('may be written as a display name', () => {
    const made = environment();
    made.variables['AZURE_LOCATION'] = 'West Europe';
    expect(made.run('preprovision').code).toBe(0);
  });
  it('is proposed before azd asks for it', () => {
    const made = environment();
    delete made.variables['AZURE_LOCATION'];
    const { code, output } = made.run('preprovision');
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('These offer Flex Consumption: eastus, westeurope.'),
    ]);
  });
});
