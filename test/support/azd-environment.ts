import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { armGuid } from '../../infra/preflight/arm-guid';
import type { CommandResult } from '../../infra/preflight/commands';
import { runPreflight } from '../../infra/preflight/preflight';
import type { FakeAzure } from './fake-azure';
import { AzError, azAnswer } from './fake-azure';

const root = join(__dirname, '../..');

export interface Ended {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
}

export const OWNER = { actions: ['*'], notActions: [] };
export const CONTRIBUTOR = {
  actions: ['*'],
  notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'],
};
export const DEPLOYED_APP = {
  name: 'func-x',
  resourceGroup: 'rg-prod',
  type: 'Microsoft.Web/sites',
  tags: { 'azd-env-name': 'prod', 'azd-service-name': 'api' },
};

/** The files of settings, as an operator may have left them. */
const SETTINGS = {
  'policy.json': { brake: { users: 25, window: 'PT1H' } },
  'alert-formats.json': [],
  'security-event-issuers.json': [],
  'tenants.json': [],
  'app-settings.json': {},
};

/** What a deployment leaves: the settings, and the record of them. */
export function deployed(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const record = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, armGuid(value)]));
  return { ...settings, SETTINGS_WRITTEN: JSON.stringify(record) };
}

/** A project with settings, an Azure CLI and an azd of its own. */
export class AzdEnvironment {
  readonly folder = mkdtempSync(join(tmpdir(), 'session-revoker-azd-'));
  readonly azure: FakeAzure = {
    subscription: 'sub-1',
    permissions: [OWNER],
    locations: ['westeurope', 'eastus'],
    resources: [],
    settings: {},
  };
  readonly variables: Record<string, string> = {
    AZURE_ENV_NAME: 'prod',
    AZURE_SUBSCRIPTION_ID: 'sub-1',
    AZURE_LOCATION: 'westeurope',
  };
  /** The variables of the azd environment that is selected, for a command that azd does not run. */
  readonly selected: Record<string, string> = {};
  /** The variables that `azd env set` has written. */
  readonly written: Record<string, string> = {};
  readonly missing = new Set<'az' | 'azd'>();

  constructor() {
    mkdirSync(join(this.folder, 'infra/settings/formats'), { recursive: true });
    for (const [file, content] of Object.entries(SETTINGS)) this.write(file, content);
    for (const path of ['infra/main.json', 'infra/main.parameters.json', 'docs/schemas', 'host.json'])
      cpSync(join(root, path), join(this.folder, path), { recursive: true });
  }

  /** With a deployed app that has these settings. */
  static withApp(settings: Readonly<Record<string, string>>): AzdEnvironment {
    const made = new AzdEnvironment();
    made.azure.resources = [DEPLOYED_APP];
    made.azure.settings = settings;
    return made;
  }

  write(path: string, content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(this.folder, 'infra/settings', path), text);
  }

  read(path: string): unknown {
    return JSON.parse(readFileSync(join(this.folder, 'infra/settings', path), 'utf8'));
  }

  run(command: string): Ended {
    const lines: string[] = [];
    const code = runPreflight(command, {
      folder: this.folder,
      environment: this.variables,
      run: (tool, args) => this.answer(tool, args),
      print: (line) => lines.push(line),
    });
    return { code, output: lines.join('\n') };
  }

  /** Runs a program of the project as azd does, with an Azure CLI on the path that answers as this one. */
  spawn(command: string, args: readonly string[], pathOfTools: readonly string[]): Ended {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(this.folder, 'azure.json'), JSON.stringify(this.azure));
    writeFileSync(join(bin, 'az.mjs'), AZ);
    writeFileSync(join(bin, 'az'), `#!/bin/sh\nexec "${process.execPath}" "${join(bin, 'az.mjs')}" "$@"\n`);
    chmodSync(join(bin, 'az'), 0o755);
    const path = [bin, ...pathOfTools].join(delimiter);
    const env = { ...this.variables, PATH: path, FAKE_AZURE: join(this.folder, 'azure.json') };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env });
    return { code: status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private answer(tool: 'az' | 'azd', args: readonly string[]): CommandResult {
    if (this.missing.has(tool)) return { kind: 'missing' };
    if (tool === 'azd') return this.answerOfAzd(args);
    try {
      return { kind: 'done', output: azAnswer(this.azure, args) };
    } catch (error) {
      if (error instanceof AzError) return { kind: 'failed', problem: error.message };
      throw error;
    }
  }

  private answerOfAzd(args: readonly string[]): CommandResult {
    const [env, verb, name = '', value = '', ...rest] = args;
    if (args.join(' ') === 'env get-values --output json') {
      return { kind: 'done', output: JSON.stringify({ ...this.selected, ...this.written }) };
    }
    if (env !== 'env' || verb !== 'set' || rest.length > 0) throw new Error(`azd ${args.join(' ')}`);
    this.written[name] = value;
    return { kind: 'done', output: '' };
  }
}

/** Node runs TypeScript without its types, so that the program answers as the twin in the same process does. */
const AZ = `import { readFileSync } from 'node:fs';
import { AzError, azAnswer } from ${JSON.stringify(join(root, 'test/support/fake-azure.ts'))};
try {
  console.log(azAnswer(JSON.parse(readFileSync(process.env.FAKE_AZURE, 'utf8')), process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof AzError)) throw error;
  console.error('ERROR: ' + error.message);
  process.exit(1);
}
`;
