import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALWAYS, BY_OPTION, BY_STEP } from '../../infra/graph-consent/permissions';
import { readPolicy } from '../../shared/config/read-policy';
import { containmentSteps } from '../../shared/core/containment-step';
import { askedMemberships } from '../../shared/core/policy';
import { allHooks } from '../support/azd';
import type { ConsentTenant, TenantOptions } from '../support/consent-tenant';
import { PRINCIPAL, roleOf, startConsentTenant } from '../support/consent-tenant';
import type { Shell } from '../support/shells';
import { runInShell, shells } from '../support/shells';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const SCRIPT = 'node build/infra/graph-consent/grant.js';

let tenant: ConsentTenant | undefined;
afterEach(async () => {
  await tenant?.stop();
  tenant = undefined;
});

const assignment = (permission: string) => ({
  principalId: PRINCIPAL,
  resourceId: 'graph',
  appRoleId: roleOf(permission),
});

const [sh] = shells;
async function grantFrom(shell: Shell, options: TenantOptions, ...args: string[]) {
  tenant = await startConsentTenant(options);
  const line = [SCRIPT, ...args].join(' ');
  return { ...(await runInShell(shell, line, root, tenant.environment)), posted: tenant.posted };
}

describe.each(shells.map((shell) => [shell.name, shell] as const))('from %s', (_name, shell) => {
  const test = shell.isMissing ? it.skip : it;
  test('grant grants what the options name, and what is granted already only once', async () => {
    const granted = ['User.Read.All', 'User.RevokeSessions.All'];
    const { code, out, posted } = await grantFrom(shell, { granted }, PRINCIPAL, ...Object.keys(BY_OPTION));
    expect(code).toBe(0);
    expect(out).toContain('User.Read.All: granted already');
    expect(posted).toEqual(Object.values(BY_OPTION).map(assignment));
  });
  test('grant fails where it is used wrongly', async () => {
    const { code, error } = await grantFrom(shell, {}, PRINCIPAL, '--everything');
    expect([code, error]).toEqual([1, expect.stringContaining('usage: ')]);
  });
  test('the hook shows how to grant, after a deployment, with the identity of this one', async () => {
    const hook = allHooks().find(({ name }) => name === 'postdeploy');
    const { run = '' } = hook?.hook[shell.name === 'sh' ? 'posix' : 'windows'] ?? {};
    const shown = await runInShell(shell, run, root, { IDENTITY_PRINCIPAL_ID: PRINCIPAL });
    expect(shown).toMatchObject({ code: 0, error: '' });
    expect(shown.out).toContain(`${SCRIPT} ${PRINCIPAL} --roles`);
    expect(shown.out).toContain('app-not-healthy');
  });
});

describe('grant', () => {
  const grant = (options: TenantOptions, ...args: string[]) => grantFrom(sh, options, ...args);
  it('grants what the app needs, and nothing more, at the Microsoft Graph of the cloud of the Azure CLI', async () => {
    const { code, posted } = await grant({}, PRINCIPAL);
    expect(code).toBe(0);
    expect(posted).toEqual(ALWAYS.map(assignment));
  });
  it('grants what steps of a containment need, each once, and that alone to an identity of theirs', async () => {
    const steps = ['disableSignIn', 'identityAccounts'];
    const needed = [...new Set(steps.flatMap((step) => BY_STEP[step]?.needed ?? []))];
    const { posted } = await grant({}, PRINCIPAL, `--only-steps=${steps.join(',')}`);
    expect(posted).toEqual(needed.map(assignment));
    await tenant?.stop();
    const beside = await grant({}, PRINCIPAL, `--steps=${steps.join(',')}`);
    expect(beside.posted).toEqual([...new Set([...ALWAYS, ...needed])].map(assignment));
    await tenant?.stop();
    const unknown = await grant({}, PRINCIPAL, '--steps=disableSignin');
    expect([unknown.code, unknown.posted]).toEqual([1, []]);
  });
  it('grants nothing when the tenant lacks one of the permissions', async () => {
    const { code, error, posted } = await grant({ lacks: 'User.Read.All' }, PRINCIPAL);
    expect([code, posted]).toEqual([1, []]);
    expect(error).toContain('User.Read.All');
  });
  it('says why Microsoft Graph cannot be reached, and what to do behind a proxy', async () => {
    const { code, error } = await grant({ isUnreachable: true }, PRINCIPAL);
    expect(code).toBe(1);
    expect(error).toMatch(
      /^Microsoft Graph cannot be reached at http:\/\/127\.0\.0\.1:\d+: .+\. Behind a proxy set .+\n$/,
    );
  });
  it.each([[[]], [['not-an-id']], [['--roles', PRINCIPAL]]])(
    'rejects wrong usage before it calls anything: %j',
    async (args) => {
      const { code, error, posted } = await grant({}, ...args);
      expect([code, posted]).toEqual([1, []]);
      expect(error).toContain('usage: ');
    },
  );
  it.each(['https://graph.microsoft.com;id', 'http://graph.microsoft.com', 'https://a b', '$(id)'])(
    'does not pass a root of Microsoft Graph to a shell that is %s',
    async (GRAPH_ENDPOINT) => {
      tenant = await startConsentTenant();
      const environment = { ...tenant.environment, GRAPH_ENDPOINT };
      const { code, error } = await runInShell(sh, `${SCRIPT} ${PRINCIPAL}`, root, environment);
      expect([code, error.trim()]).toEqual([1, `Not the root of Microsoft Graph: ${GRAPH_ENDPOINT}`]);
    },
  );
});

describe('the permissions', () => {
  const named = (text: string): string[] =>
    [
      ...new Set([...text.matchAll(/\b[A-Z]\w+(?:\.\w+)+\.(?:All|Directory)\b/g)].map(([name]) => name)),
    ].sort();
  it('are those that the code names, in the template, in grant and on the page', () => {
    const files = [
      ...[
        'graph-directory',
        'graph-revoker',
        'graph-memberships',
        'eligible-roles',
        'graph-token-lifetimes',
        'graph-sign-in-log',
      ].map((name) => `adapters/graph/${name}`),
      'adapters/incidents/xdr-incidents',
      'health/graph-checks',
      'health/graph-probes',
    ];
    const code = files.map((file) => read(`shared/${file}.ts`)).join('\n');
    const needed = named(code).filter((name) => name !== 'Directory.Read.All');
    expect(needed).toHaveLength(10);
    const template = read('infra/graph-consent/main.bicep');
    const [, steps = ''] = /var ofSteps = \{([^}]*)\}/.exec(template) ?? [];
    expect(named(template.replace(steps, ''))).toEqual(needed);
    expect([...ALWAYS, ...Object.values(BY_OPTION)].sort()).toEqual(needed);
    const page = read('docs/production-approval.md');
    expect(needed.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
  it('of steps of a containment are the same in the template and in grant, one row for each step', () => {
    const [, table = ''] = /var ofSteps = \{([^}]*)\}/.exec(read('infra/graph-consent/main.bicep')) ?? [];
    const rows = [...table.matchAll(/(\w+): \[([^\]]*)\]/g)].map(([, step = '', list = '']) => [
      step,
      [...list.matchAll(/'([^']+)'/g)].map(([, permission]) => permission),
    ]);
    expect(Object.keys(BY_STEP)).toEqual(containmentSteps);
    expect(rows).toEqual(Object.entries(BY_STEP).map(([step, { needed }]) => [step, needed]));
    const page = read('docs/production-approval.md');
    const all = Object.values(BY_STEP).flatMap(({ needed, optional = [] }) => [...needed, ...optional]);
    expect(all.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
  it('that the sample policy needs are granted by the commands that people are shown', () => {
    const [, sample = ''] = /```json\n([^`]*)```/.exec(read('docs/production-approval.md')) ?? [];
    const policy = readPolicy(sample, []);
    if (policy.kind !== 'valid') throw new Error(`The sample policy is not valid: ${JSON.stringify(policy)}`);
    const asked = askedMemberships(policy.value);
    const needed = [...(asked?.groups.length ? ['--groups'] : []), ...(asked?.roles ? ['--roles'] : [])];
    expect(needed).toEqual(['--roles']);
    for (const file of ['README.md', 'docs/operations.md', 'infra/graph-consent/hint.ts']) {
      const commands = read(file).match(/node build\/infra\/graph-consent\/grant\.js .*/g) ?? [];
      expect([file, commands.length]).toEqual([file, 1]);
      expect(commands.map((line) => line.match(/--[a-z-]+/g))).toEqual([needed]);
    }
  });
});
