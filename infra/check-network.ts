import { spawnSync } from 'node:child_process';
import type { CommandResult } from './private-networking';
import { networkFindings, plannedNetwork } from './private-networking';

// `npm run network:check`, which azd runs before it provisions (azure.yaml).

/** On Windows `az` is a script, which only a shell finds. */
const shell = process.platform === 'win32';

function az(args: readonly string[]): CommandResult {
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  const { error, status, stdout, stderr } = spawnSync('az', quoted, { encoding: 'utf8', shell });
  if (error) return { kind: 'missing' };
  if (status === 0) return { kind: 'done', output: stdout };
  const line = stderr.split(/\r?\n/).find((text) => text.trim() !== '') ?? `exit code ${String(status)}`;
  return { kind: 'failed', problem: line.replace(/^ERROR: /, '').replace(/\.$/, '') };
}

function main(): number {
  const planned = plannedNetwork(process.env);
  if (!planned) {
    console.error('AZURE_ENV_NAME or AZURE_SUBSCRIPTION_ID is not set. Run this by azd provision.');
    return 1;
  }
  const { problems, warnings } = networkFindings(planned, az);
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  for (const problem of problems) console.error(`error: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = main();
