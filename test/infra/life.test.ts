import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAppConfig } from '../../shared/config/read-environment';
import { program } from '../../shared/cli/program';
import { armModule, armResources, templateParameters } from '../support/arm-template';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const only = (type: string) => {
  const [resource, ...others] = armResources(type);
  if (!resource || others.length > 0) throw new Error(`There is not just one ${type}.`);
  return resource;
};

describe('zones', () => {
  it('are a parameter, and the ledger is in three of them unless the region has none', () => {
    expect(templateParameters['zoneRedundancy']).toMatchObject({
      defaultValue: 'storage',
      allowedValues: ['none', 'storage', 'all'],
    });
    expect(only('Microsoft.Storage/storageAccounts').sku).toEqual({
      name: "[if(parameters('zoneRedundant'), 'Standard_ZRS', 'Standard_LRS')]",
    });
    expect(armModule('storage').given['zoneRedundant']?.value).toBe(
      "[not(equals(parameters('zoneRedundancy'), 'none'))]",
    );
  });
  it('cost ready instances of the app only where that is asked for', () => {
    expect(only('Microsoft.Web/serverfarms').properties).toMatchObject({
      zoneRedundant: "[parameters('zoneRedundant')]",
    });
    expect(armModule('function-app').given['zoneRedundant']?.value).toBe(
      "[equals(parameters('zoneRedundancy'), 'all')]",
    );
  });
});

it('the region is one parameter, of every module', () => {
  expect(templateParameters['location']).not.toHaveProperty('defaultValue');
  const elsewhere = [
    'identity',
    'storage',
    'service-bus',
    'monitoring',
    'function-app',
    'alerts',
    'workbook',
  ].filter((name) => armModule(name).given['location']?.value !== "[parameters('location')]");
  expect(elsewhere).toEqual([]);
});

describe('what is kept, on the page for approval', () => {
  const days = (duration: unknown): string => `${/^P(\d+)D$/.exec(String(duration))?.[1] ?? '?'} days`;
  const rows = read('docs/production-approval.md')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const row = (what: string): string => rows.find((line) => line.includes(what)) ?? '';
  const lifeOf = (type: 'queues' | 'topics', name: string): unknown =>
    armResources(`Microsoft.ServiceBus/namespaces/${type}`).find((one) => one.name.includes(name))
      ?.properties?.['defaultMessageTimeToLive'];
  it('is what the templates say', () => {
    expect(row('requests, outcomes and OCSF events that wait')).toContain(
      days(lifeOf('queues', 'requestQueue')),
    );
    expect(row('requests, outcomes and OCSF events that wait')).toContain(
      days(lifeOf('topics', 'resultsTopic')),
    );
    expect(row('the quarantine')).toContain(days(lifeOf('queues', 'rejectedQueue')));
    const workspace = only('Microsoft.OperationalInsights/workspaces').properties;
    expect(row('telemetry')).toContain(`${String(workspace?.['retentionInDays'])} days`);
    const blobs = only('Microsoft.Storage/storageAccounts/blobServices').properties as {
      readonly deleteRetentionPolicy: { readonly days: number };
    };
    expect(row('large originals')).toContain(`restored for ${String(blobs.deleteRetentionPolicy.days)} days`);
  });
});

describe('the first deployment', () => {
  const page = read('docs/first-deployment.md');
  const lines = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, text = '']) => text.trim().split('\n'));
  const { parameters } = JSON.parse(read('infra/main.parameters.json')) as {
    readonly parameters: Readonly<Record<string, { readonly value: string }>>;
  };
  it('sets variables that reach the template, and reads outputs that it has', () => {
    const set = lines.flatMap((line) => /^azd env set (\w+)/.exec(line)?.[1] ?? []);
    const mapped = Object.values(parameters).map(({ value }) => /\$\{(\w+)/.exec(value)?.[1]);
    expect(set.length).toBeGreaterThan(4);
    expect(set.filter((name) => !mapped.includes(name))).toEqual([]);
    const outputs = Object.keys((JSON.parse(read('infra/main.json')) as { outputs: object }).outputs);
    const got = [...page.matchAll(/azd env get-value (\w+)/g)].map(([, name = '']) => name);
    expect(got.length).toBeGreaterThan(3);
    expect(got.filter((name) => !outputs.includes(name))).toEqual([]);
  });
  it('goes in azd’s order: sign in, environment, settings, up, consent, and the mode last', () => {
    const steps = [
      'azd auth login',
      'azd env new',
      'azd env set PRIVATE_NETWORKING',
      'settings:check',
      'azd up',
      'graph-consent/grant',
      'healthDetails',
      'azd env set REVOCATION_MODE revoke',
    ];
    const at = steps.map((step) => lines.findIndex((line) => line.includes(step)));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });
  it('uses commands of azd that it has', () => {
    const used = lines.flatMap((line) => /^azd ((?:env )?(?:auth )?[\w-]+)/.exec(line)?.[1] ?? []);
    const known = ['auth login', 'env new', 'env set', 'env get-value', 'up', 'provision', 'deploy'];
    expect(used.filter((command) => !known.includes(command))).toEqual([]);
  });
  it('hands operators the settings without which the command line does not begin', () => {
    const values: Readonly<Record<string, string>> = {
      TENANT_ID: '11111111-1111-1111-1111-111111111111',
      CLOUD: 'usGov',
      LEDGER_STORAGE__tableServiceUri: 'https://st.table.core.windows.net/',
      ServiceBusConnection__fullyQualifiedNamespace: 'sb.servicebus.windows.net',
    };
    const handed = [...page.matchAll(/name=='(\w+)'/g)].map(([, name = '']) => [name, values[name]] as const);
    expect(handed.map(([name]) => name).sort()).toEqual(Object.keys(values).sort());
    expect(readAppConfig(Object.fromEntries(handed), root).kind).toBe('valid');
  });
  it('uses commands and options that the command line has', async () => {
    const used = [...page.matchAll(/(?:session-revoker|npm run cli --) ([a-z][\w-]*)([^`\n]*)/g)];
    expect(used.length).toBeGreaterThan(2);
    for (const [, command = '', rest = ''] of used) {
      const terminal = aTerminal();
      await program(programEnvironment({ terminal }), [command, '--help']).catch(() => undefined);
      const help = terminal.seen.out.join('\n');
      expect(help).toContain(`session-revoker ${command}`);
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(help).toContain(option);
    }
  });
});
