import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armGuid } from '../../infra/preflight/arm-guid';
import {
  CLIENTS,
  ROLE_OPTIONS,
  UNIQUE_NAME,
  applicationBody,
  clientsBody,
  idOf,
} from '../../infra/api-registration/registration';
import type { RegistrationTenant } from '../support/registration-tenant';
import { startRegistrationTenant } from '../support/registration-tenant';
import type { Shell } from '../support/shells';
import { runInShell, shells } from '../support/shells';

const root = join(__dirname, '../..');
const template = readFileSync(join(root, 'infra/api-registration/main.bicep'), 'utf8');
const SCRIPT = 'node build/infra/api-registration/register.js';
const CONSOLE_URL = 'https://app.azurewebsites.net/api/console';
const [LEAD, SOC, OTHER_APP] = [
  '11111111-2222-4333-8444-555555555555',
  '22222222-2222-4333-8444-555555555555',
  '33333333-2222-4333-8444-555555555555',
];

let tenant: RegistrationTenant | undefined;
afterEach(async () => {
  await tenant?.stop();
  tenant = undefined;
});

const [sh] = shells;
const run = (tenantNow: RegistrationTenant, args: readonly string[], shell: Shell = sh) =>
  runInShell(shell, [SCRIPT, ...args].join(' '), root, tenantNow.environment);
const registered = (tenantNow: RegistrationTenant) =>
  tenantNow.applications.find(({ uniqueName }) => uniqueName === UNIQUE_NAME) ?? {};

describe.each(shells.map((shell) => [shell.name, shell] as const))('register, from %s', (_name, shell) => {
  const test = shell.isMissing ? it.skip : it;
  test('makes the registration, gives roles, and says what to set', async () => {
    tenant = await startRegistrationTenant();
    const args = ['--console-url', CONSOLE_URL, '--approvers', LEAD, '--readers', `${LEAD},${SOC}`];
    const { code, out, error } = await run(tenant, args, shell);
    expect([code, error]).toEqual([0, '']);
    const { appId, ...application } = registered(tenant);
    expect(application).toMatchObject({
      displayName: 'session-revoker',
      signInAudience: 'AzureADMyOrg',
      api: {
        requestedAccessTokenVersion: 2,
        preAuthorizedApplications: CLIENTS.map((client) => ({
          appId: client,
          delegatedPermissionIds: [idOf('access')],
        })),
      },
      optionalClaims: { accessToken: [{ name: 'auth_time' }] },
      spa: { redirectUris: [CONSOLE_URL] },
    });
    expect(tenant.principals).toMatchObject([{ appId, appRoleAssignmentRequired: true }]);
    const given = tenant.assignments.map(({ principalId, appRoleId }) => [principalId, appRoleId]);
    expect(given).toEqual([
      [LEAD, idOf('Revocation.Read')],
      [SOC, idOf('Revocation.Read')],
      [LEAD, idOf('Revocation.Approve')],
    ]);
    for (const [name, value] of [
      ['API_AUDIENCE', appId],
      ['API_CONSOLE_CLIENT_ID', appId],
      ['CONSOLE_URL', CONSOLE_URL],
    ])
      expect(out).toContain(`azd env set ${String(name)} ${String(value)}\n`);
  });
});

describe('register', () => {
  it('can be repeated: nothing is there twice, and nothing is taken away', async () => {
    tenant = await startRegistrationTenant();
    const args = ['--console-url', CONSOLE_URL, '--approvers', LEAD];
    await run(tenant, args);
    const before = structuredClone(tenant.applications);
    const { code, out } = await run(tenant, args);
    expect(code).toBe(0);
    expect(out).toContain(`Revocation.Approve for ${LEAD}: given already`);
    expect([tenant.applications, tenant.assignments.length]).toEqual([before, 1]);
    // Without its options as well.
    await run(tenant, []);
    expect(tenant.applications).toEqual(before);
  });
  it('keeps what others have added to the registration', async () => {
    const added = {
      displayName: 'Sign-outs',
      appRoles: [{ id: 'own-role' }],
      api: { preAuthorizedApplications: [{ appId: 'own-client', delegatedPermissionIds: [] }] },
      optionalClaims: { idToken: [{ name: 'email' }], accessToken: [{ name: 'ctry' }] },
      spa: { redirectUris: ['https://other.example/'] },
    };
    tenant = await startRegistrationTenant([{ id: 'a', appId: 'b', uniqueName: UNIQUE_NAME, ...added }]);
    expect(await run(tenant, ['--console-url', CONSOLE_URL])).toMatchObject({ code: 0 });
    const { displayName, appRoles, api, optionalClaims, spa } = registered(tenant);
    expect(displayName).toBe('Sign-outs');
    expect(appRoles).toHaveLength(5);
    expect(api).toMatchObject({
      preAuthorizedApplications: expect.arrayContaining([
        { appId: 'own-client', delegatedPermissionIds: [] },
      ]),
    });
    expect(optionalClaims).toMatchObject({
      idToken: [{ name: 'email' }],
      accessToken: [{ name: 'ctry' }, { name: 'auth_time' }],
    });
    expect(spa).toEqual({ redirectUris: ['https://other.example/', CONSOLE_URL] });
  });
  it('has people sign in to the page by another application, if it is given', async () => {
    const page = { id: 'page', appId: OTHER_APP, spa: { redirectUris: ['https://old.example/'] } };
    tenant = await startRegistrationTenant([page]);
    const { code, out } = await run(tenant, [
      '--console-url',
      CONSOLE_URL,
      '--console-client-id',
      OTHER_APP.toUpperCase(),
    ]);
    expect(code).toBe(0);
    expect(tenant.applications[0]).toMatchObject({
      spa: { redirectUris: ['https://old.example/', CONSOLE_URL] },
    });
    expect(registered(tenant)['spa']).toEqual({ redirectUris: [] });
    expect(registered(tenant)['api']).toMatchObject({
      preAuthorizedApplications: [...CLIENTS, OTHER_APP].map((appId) => ({ appId })),
    });
    expect(out).toContain(`azd env set API_CONSOLE_CLIENT_ID ${OTHER_APP}\n`);
  });
  it.each([
    ['--everything'],
    ['--approvers lead@contoso.com'],
    ['--console-url http://app.example/api/console'],
    ['--console-url not-a-url'],
    ['--console-url https://*.azurewebsites.net/api/console'],
    ['--console-url https://:secret@app.example/api/console'],
    [`--console-client-id ${OTHER_APP}`],
    [`--console-client-id x --console-url ${CONSOLE_URL}`],
    ['surplus'],
  ])('rejects wrong usage before it calls anything: %s', async (args) => {
    tenant = await startRegistrationTenant();
    const { code, error } = await run(tenant, args.split(' '));
    expect([code, error, tenant.writes]).toEqual([1, expect.stringContaining('usage: '), []]);
  });
  it('writes nothing where the other application does not exist', async () => {
    tenant = await startRegistrationTenant();
    const { code, error } = await run(tenant, [
      '--console-url',
      CONSOLE_URL,
      '--console-client-id',
      OTHER_APP,
    ]);
    expect([code, error.trim(), tenant.writes]).toEqual([
      1,
      `There is no application ${OTHER_APP} in this tenant.`,
      [],
    ]);
  });
});

describe('the template and the command', () => {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  const ids = new Set(['access', ...Object.values(ROLE_OPTIONS).map(({ value }) => value)].map(idOf));
  it('make the same registration: each text of one is in the other', () => {
    const wanted = { consoleUrl: CONSOLE_URL };
    const written = texts([applicationBody(wanted), clientsBody(wanted), UNIQUE_NAME]).filter(
      (text) => !ids.has(text) && text !== CONSOLE_URL,
    );
    expect(written.length).toBeGreaterThan(20);
    const inTemplate = (text: string): boolean => template.includes(`'${text.replaceAll("'", "\\'")}'`);
    expect(written.filter((text) => !inTemplate(text))).toEqual([]);
  });
  it('name roles and the scope by the same ids', () => {
    expect(template).toContain("guid('session-revoker', role.value)");
    expect(template).toContain("guid('session-revoker', 'access')");
    // The function joins its values by hyphens.
    expect(idOf('access')).toBe(armGuid('session-revoker-access'));
  });
});
