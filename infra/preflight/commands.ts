import { spawnSync } from 'node:child_process';
import type * as z from 'zod';

export type CommandResult =
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'missing' }
  /** `problem`: the first line of its errors. */
  | { readonly kind: 'failed'; readonly problem: string };

/** Runs a command line tool. */
export type RunCommand = (command: 'az' | 'azd', args: readonly string[]) => CommandResult;

/** On Windows `az` is a script, which only a shell finds. */
const isWindows = process.platform === 'win32';

export function runCommand(command: 'az' | 'azd', args: readonly string[]): CommandResult {
  const shell = isWindows && command === 'az';
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  const { error, status, stdout, stderr } = spawnSync(command, quoted, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell,
  });
  if (error) return { kind: 'missing' };
  if (status === 0) return { kind: 'done', output: stdout };
  const line = stderr.split(/\r?\n/).find((text) => text.trim() !== '') ?? `exit code ${String(status)}`;
  return { kind: 'failed', problem: line.replace(/^ERROR: /, '').replace(/\.$/, '') };
}

export type Answer<T> =
  { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'unknown'; readonly problem: string };

/** What the Azure CLI answers as JSON. A missing CLI and a failure are `unknown`, with what to do. */
export function askAzure<T>(run: RunCommand, args: readonly string[], schema: z.ZodType<T>): Answer<T> {
  const result = run('az', [...args, '--output', 'json']);
  switch (result.kind) {
    case 'missing':
      return {
        kind: 'unknown',
        problem: 'The Azure CLI is not installed. Install it (https://aka.ms/azure-cli) and run az login.',
      };
    case 'failed':
      return {
        kind: 'unknown',
        problem: `az ${args.slice(0, 3).join(' ')} failed: ${result.problem}. Is az signed in (az login)?`,
      };
    case 'done':
      return readAnswer(result.output, schema, args);
  }
}

function readAnswer<T>(output: string, schema: z.ZodType<T>, args: readonly string[]): Answer<T> {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    json = undefined;
  }
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { kind: 'answered', value: parsed.data }
    : {
        kind: 'unknown',
        problem: `az ${args.slice(0, 3).join(' ')} answered in an unknown form. Update the Azure CLI (az upgrade).`,
      };
}
