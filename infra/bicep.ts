import { spawnSync } from 'node:child_process';
import type { Compiler } from './compiler';

export interface Ran {
  readonly isOk: boolean;
  readonly output: string;
  /** What the compiler and its linter found, but for old API versions. */
  readonly findings: readonly string[];
  /** Types of resources whose API version is old, each with what the linter says of it. */
  readonly oldVersions: ReadonlyMap<string, string>;
}

const OLD_VERSION = /: Warning use-recent-api-versions: .* for '([^']+)'\. (.*) \[/;
/** Of commands that are called experimental; they work, and are pinned with the compiler. */
const EXPERIMENTAL = /^WARNING: The '[\w-]+' CLI command group is an experimental feature\./;

/** Runs a command of Bicep. It is ok when it succeeds and finds nothing but old API versions, which are no fault. */
export function bicep({ command }: Compiler, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', NO_COLOR: '1' },
  });
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== '' && !EXPERIMENTAL.test(line));
  const oldVersions = new Map<string, string>();
  const findings: string[] = [];
  for (const line of lines) {
    const [, type, message] = OLD_VERSION.exec(line) ?? [];
    if (type !== undefined && message !== undefined) oldVersions.set(type, message);
    else findings.push(line);
  }
  return { isOk: status === 0 && findings.length === 0, output: stdout, findings, oldVersions };
}
