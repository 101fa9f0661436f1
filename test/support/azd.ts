import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

// What the Azure Developer CLI does with azure.yaml, in its order. The facts are from its source at the commit that
// infra/vendored/README.md names: service_manager.go, framework_service_node.go, project_utils.go, hooks_runner.go.

const root = join(__dirname, '../..');

export interface Hook {
  readonly shell?: string;
  readonly run?: string;
  readonly interactive?: boolean;
  readonly continueOnError?: boolean;
  readonly windows?: Hook;
  readonly posix?: Hook;
}
type Hooks = Readonly<Record<string, Hook | readonly Hook[]>>;

export interface Service {
  readonly project: string;
  readonly language: string;
  readonly host: string;
  readonly dist: string;
  readonly remoteBuild?: boolean;
  readonly hooks?: Hooks;
}

export interface AzureYaml {
  readonly name: string;
  readonly infra: { readonly provider: string; readonly path: string; readonly module: string };
  readonly services: Readonly<Record<string, Service>>;
  readonly hooks?: Hooks;
}

export const azureYaml = parse(readFileSync(join(root, 'azure.yaml'), 'utf8')) as AzureYaml;

/** The one service of the project. */
export function onlyService(): { readonly name: string; readonly service: Service } {
  const [entry, ...others] = Object.entries(azureYaml.services);
  if (!entry || others.length > 0) throw new Error('azure.yaml has not just one service.');
  return { name: entry[0], service: entry[1] };
}

/** All hooks of the project and of its service, by name. */
export function allHooks(): readonly { readonly name: string; readonly hook: Hook }[] {
  const lists = [azureYaml.hooks ?? {}, onlyService().service.hooks ?? {}];
  return lists.flatMap((hooks) =>
    Object.entries(hooks).flatMap(([name, one]) => [one].flat().map((hook) => ({ name, hook }))),
  );
}

/** A fresh clone of what the work tree has, with the dependencies that `npm install` would find up to date. */
export function freshClone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'session-revoker-clone-'));
  const { stdout } = run(root, 'git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z');
  for (const file of stdout.split('\0')) {
    if (file === '' || file === 'node_modules' || !statSync(join(root, file), { throwIfNoEntry: false }))
      continue;
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** `azd package`: hook, installation, script, and what lies in `dist` then. */
export function azdPackage(clone: string): readonly string[] {
  const { service } = onlyService();
  const project = join(clone, service.project);
  for (const { name, hook } of allHooks()) if (name === 'prepackage') runHook(hook, clone);
  // `npm install` is not run when node_modules is as new as package-lock.json.
  run(project, 'npm', 'run', 'build', '--if-present');
  const dist = join(project, service.dist);
  const files = filesIn(dist);
  if (files.length === 0) throw new Error(`package source '${dist}' is empty or does not exist.`);
  return files;
}

/** The names of the files that azd puts into the zip: all but those that it leaves out of a package of Node. */
export function zippedByAzd(files: readonly string[]): readonly string[] {
  const { remoteBuild } = onlyService().service;
  const leftOut = [
    '.azure',
    'local.settings.json',
    '.funcignore',
    ...(remoteBuild === false ? [] : ['node_modules']),
  ];
  return files.filter((file) => !file.split('/').some((part) => leftOut.includes(part)));
}

function filesIn(folder: string, prefix = ''): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  );
}

/** Its installations find everything in place: node_modules of the clone is that of the work tree, which stays as it is. */
function runHook(hook: Hook, clone: string): void {
  const bin = mkdtempSync(join(tmpdir(), 'session-revoker-npm-'));
  const npm = join(bin, 'npm');
  const others = `PATH="\${PATH#*:}" exec npm "$@"`;
  writeFileSync(npm, `#!/bin/sh\ncase "$1" in ci|install) exit 0 ;; *) ${others} ;; esac\n`, { mode: 0o755 });
  const { run: script = '' } = hook.posix ?? hook;
  run(clone, 'sh', '-c', `set -e\nPATH="${bin}:$PATH"\n\n${script}`);
  rmSync(bin, { recursive: true });
}

function run(cwd: string, command: string, ...args: readonly string[]) {
  // Without what npm or jest tell the programs that they start.
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|JEST_)/i.test(name));
  const env = Object.fromEntries(own);
  const ended = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (ended.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} in ${dirname(cwd)} failed:\n${ended.stdout}${ended.stderr}`,
    );
  }
  return ended;
}
