import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Ended } from './run-program';

/** A shell that azd runs hooks with, and the frame that it puts around a command. */
export interface Shell {
  readonly name: 'sh' | 'pwsh';
  readonly command: string;
  readonly isMissing: boolean;
  readonly frame: (command: string) => readonly string[];
}

/** Where `.ci/run` installs PowerShell. */
const INSTALLED = join(__dirname, '../../.local/pwsh');
const path = [process.env['PATH'] ?? '', INSTALLED].join(delimiter);
const installed = join(INSTALLED, 'pwsh');
const pwsh = existsSync(installed) ? installed : 'pwsh';
const isThere = spawnSync(pwsh, ['-NoProfile', '-Command', 'exit 0'], { stdio: 'ignore' }).status === 0;
/** Where PowerShell must be tested, its absence is a failure. */
const mayBeMissing = process.env['POWERSHELL'] !== 'required';

export const shells: readonly [Shell, Shell] = [
  { name: 'sh', command: 'sh', isMissing: false, frame: (command) => ['-c', `set -e\n\n${command}`] },
  {
    name: 'pwsh',
    command: pwsh,
    isMissing: !isThere && mayBeMissing,
    frame: (command) => [
      '-NoProfile',
      '-Command',
      `$ErrorActionPreference = 'Stop'\n\n${command}\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }`,
    ],
  },
];
if (!isThere && mayBeMissing) console.warn('Skipped: what runs in PowerShell 7 needs pwsh.');

/** Runs a command in a shell as azd would, with nothing in the environment but what is given, and a path. */
export function runInShell(
  { command, frame }: Shell,
  line: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { PATH = path, ...others } = environment;
  return new Promise((resolve, reject) => {
    const child = spawn(command, frame(line), {
      cwd,
      env: { HOME: process.env['HOME'] ?? cwd, ...others, PATH },
    });
    const written = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.error += text));
    child.stdin.end();
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written }));
  });
}
