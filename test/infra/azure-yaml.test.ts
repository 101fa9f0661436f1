import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import type { AzureYaml, Hook } from '../support/azd';
import { allHooks, azureYaml, onlyService } from '../support/azd';
import { armModule, templateParameters, templateText } from '../support/arm-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const schema = JSON.parse(read('infra/vendored/azure-dev/azure.yaml.json')) as object;
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
// Schemas of hosts that extensions of azd bring; this project has none of them.
const elsewhere = new Set(JSON.stringify(schema).match(/https:[^"]*\/extensions\/[^"]*\.json/g));
for (const id of elsewhere) ajv.addSchema({ $id: id, not: {} });
const isValid = ajv.compile(schema);
const withService = (changes: object): AzureYaml => ({
  ...azureYaml,
  services: { api: { ...onlyService().service, ...changes } },
});

/** Names that azd knows; its schema takes any host, any language, and any further property. */
const HOSTS = ['function'];
const LANGUAGES = ['ts'];
const PROPERTIES = ['project', 'language', 'host', 'dist', 'remoteBuild', 'hooks'];
const TOP = ['name', 'infra', 'services', 'hooks', 'requiredVersions', 'metadata'];

function unknownNames(yaml: AzureYaml): string[] {
  const services = Object.values(yaml.services);
  return [
    ...Object.keys(yaml).filter((name) => !TOP.includes(name)),
    ...services.flatMap((service) => Object.keys(service).filter((name) => !PROPERTIES.includes(name))),
    ...services.map(({ host }) => host).filter((host) => !HOSTS.includes(host)),
    ...services.map(({ language }) => language).filter((language) => !LANGUAGES.includes(language)),
  ];
}

describe('azure.yaml', () => {
  it('is valid by the published schema of azd', () => {
    isValid(azureYaml);
    expect(isValid.errors).toBe(null);
  });
  it.each<[string, object]>([
    ['a remote build that is not true or false', { remoteBuild: 'no' }],
    ['a hook that does not exist', { hooks: { prepack: { shell: 'sh', run: 'true' } } }],
    ['a shell that does not exist', { hooks: { postdeploy: { shell: 'bash', run: 'true' } } }],
    ['a service without a host', { host: undefined }],
  ])('would not be valid with %s', (_what, changes) => {
    expect(isValid(JSON.parse(JSON.stringify(withService(changes))))).toBe(false);
  });
  it('has no name that the schema takes and azd does not know', () => {
    expect(unknownNames(azureYaml)).toEqual([]);
    const misspelt = withService({ host: 'fuction', langauge: 'ts', remoteBuild: undefined });
    expect(isValid(misspelt)).toBe(true);
    expect(unknownNames(misspelt)).toEqual(['langauge', 'fuction']);
  });
  it('deploys the package that is tested, to a function app', () => {
    const { name, service } = onlyService();
    expect(service).toMatchObject({ host: 'function', dist: 'package/app', remoteBuild: false });
    const app = armModule('function-app').resources.find(({ type }) => type === 'Microsoft.Web/sites');
    expect(JSON.stringify(app)).toContain(`'azd-service-name', '${name}'`);
    expect(templateText).toContain(`"SERVICE_${name.toUpperCase()}_NAME"`);
  });
  it('finds its template, and gives it parameters that it has', () => {
    const { path, module } = azureYaml.infra;
    expect(read(`${path}/${module}.bicep`)).toContain("targetScope = 'subscription'");
    const { parameters } = JSON.parse(read('infra/main.parameters.json')) as { parameters: object };
    expect(Object.keys(parameters).filter((name) => !(name in templateParameters))).toEqual([]);
    expect(parameters).toMatchObject({ revocationMode: { value: '${REVOCATION_MODE=whatIf}' } });
  });
});

describe('every hook', () => {
  const rows = allHooks().map(({ name, hook }): [string, Hook] => [name, hook]);
  it.each(rows)('%s is one command for both shells, which only start a program', (_name, hook) => {
    expect(hook.windows).toMatchObject({ shell: 'pwsh' });
    expect(hook.posix).toMatchObject({ shell: 'sh' });
    expect({ ...hook.windows, shell: '' }).toEqual({ ...hook.posix, shell: '' });
    // No variable, no redirection, no quotation mark: these differ between the shells.
    expect(hook.posix?.run).toMatch(/^(?:node|npm) [\w./: -]+(?: && (?:node|npm) [\w./: -]+)*$/);
  });
  it('postdeploy shows what it writes, and ends no deployment', () => {
    const shown = rows.filter(([name]) => name === 'postdeploy').map(([, { posix }]) => posix);
    expect(shown).toEqual([expect.objectContaining({ interactive: true, continueOnError: true })]);
  });
});
