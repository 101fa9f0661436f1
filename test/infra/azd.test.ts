import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { armModule, templateParameters, templateText } from '../support/arm-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The part of azure.yaml's schema that is used here, strictly: azd itself lets a misspelt `host` pass ("azure.yaml schema"). */
const hook = z.strictObject({ shell: z.enum(['sh', 'pwsh']), run: z.string().min(1) });
const azureYaml = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  hooks: z.strictObject({ preprovision: hook }),
  infra: z.strictObject({ provider: z.literal('bicep'), path: z.string(), module: z.string() }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      language: z.enum(['ts', 'js', 'py', 'csharp', 'java', 'docker']),
      host: z.enum(['function', 'appservice', 'containerapp', 'staticwebapp', 'aks']),
      dist: z.string().optional(),
      hooks: z
        .strictObject({
          prepackage: hook.optional(),
          postpackage: hook.optional(),
          predeploy: hook.optional(),
          postdeploy: hook.optional(),
        })
        .optional(),
    }),
  ),
});

describe('azure.yaml', () => {
  const { infra, services } = azureYaml.parse(parse(read('azure.yaml')));
  const [[service, { host, dist, hooks }] = ['', { host: '', dist: '', hooks: undefined }]] =
    Object.entries(services);
  it('deploys the package that is tested, to a function app', () => {
    expect([Object.keys(services).length, host, dist]).toEqual([1, 'function', 'package/app']);
    expect(hooks?.prepackage?.run).toContain('npm run package');
  });
  it('finds its template, and its app by the tag that both name', () => {
    expect(read(`${infra.path}/${infra.module}.bicep`)).toContain("targetScope = 'subscription'");
    const app = armModule('function-app').resources.find(({ type }) => type === 'Microsoft.Web/sites');
    expect(JSON.stringify(app)).toContain(`'azd-service-name', '${service}'`);
    expect(templateText).toContain(`"SERVICE_${service.toUpperCase()}_NAME"`);
  });
  it('is given parameters that the template has', () => {
    const { parameters } = JSON.parse(read('infra/main.parameters.json')) as { parameters: object };
    expect(Object.keys(parameters).filter((name) => !(name in templateParameters))).toEqual([]);
    expect(parameters).toMatchObject({ revocationMode: { value: '${REVOCATION_MODE=whatIf}' } });
  });
});

describe('consent', () => {
  const bicep = read('infra/graph-consent/main.bicep');
  const script = read('infra/graph-consent/grant.sh');
  const documented = read('docs/production-approval.md');
  const permissions = (text: string): string[] =>
    [
      ...new Set([...text.matchAll(/\b[A-Z]\w+(?:\.\w+)+\.(?:All|Directory)\b/g)].map(([name]) => name)),
    ].sort();
  it('is for the permissions that the code names, in the template, in the script and on the page', () => {
    const adapters = [
      'graph-directory',
      'graph-revoker',
      'graph-memberships',
      'eligible-roles',
      'graph-token-lifetimes',
    ];
    const files = [...adapters.map((name) => `adapters/graph/${name}`), 'health/graph-checks'];
    const code = files.map((file) => read(`shared/${file}.ts`)).join('\n');
    const needed = permissions(code).filter((name) => name !== 'Directory.Read.All');
    expect(needed).toHaveLength(7);
    expect(permissions(bicep)).toEqual(needed);
    expect(permissions(script)).toEqual(needed);
    expect(needed.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});
