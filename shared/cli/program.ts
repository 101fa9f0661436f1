import { Command } from 'commander';
import { addApprovals } from './approvals-command';
import type { CheckEnvironment } from './check-commands';
import { addDoctor, addWhatIf } from './check-commands';
import { addCompletion } from './completion-command';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { ExplainEnvironment } from './explain-command';
import { addExplain } from './explain-command';
import { addFormats } from './formats-command';
import type { HistoryEnvironment } from './history-command';
import { addHistory } from './history-command';
import { addHelp, busyText } from './help/add-help';
import { addOutputOptions, isForPeople, outputOf } from './output/output';
import type { Readers } from './output/sentences';
import { withSentencesFor } from './output/sentences';
import type { QuarantineEnvironment } from './quarantine-command';
import { addQuarantine } from './quarantine-command';
import { addReachOptions } from './reach';
import { requireLast } from './required-options';
import type { RevokeCommandEnvironment } from './revoke-command';
import { addRestore } from './restore-command';
import { addRevoke } from './revoke-command';
import { addStopAndResume } from './stop-command';
import type { TenantsEnvironment } from './tenants-command';
import { addTenants } from './tenants-command';
import type { UseEnvironment } from './profile/use';
import { addUse } from './profile/use-command';
import type { VerifyCommandEnvironment } from './verify-command';
import { addVerify } from './verify-command';
import { version } from './version';

export interface ProgramEnvironment
  extends
    RevokeCommandEnvironment,
    QuarantineEnvironment,
    ExplainEnvironment,
    CheckEnvironment,
    HistoryEnvironment,
    TenantsEnvironment,
    UseEnvironment,
    VerifyCommandEnvironment {}

/**
 * Runs one command line.
 *
 * @throws CommanderError on wrong usage, and what reading files or connecting throws.
 */
export async function program(environment: ProgramEnvironment, args: readonly string[]): Promise<ExitCode> {
  const ended: { code: ExitCode } = { code: exitCode.done };
  const readers: Readers = { arePeople: true };
  const terminal = withSentencesFor(readers, environment.terminal);
  const progress: (() => void)[] = [];
  const root = commandTree({ ...environment, terminal }, ended).hook('preAction', (_root, command) => {
    readers.arePeople = isForPeople(outputOf(command, terminal));
    progress.push(terminal.progress(busyText(command)));
  });
  try {
    await root.parseAsync([...args], { from: 'user' });
  } finally {
    for (const end of progress) end();
  }
  return ended.code;
}

/** All commands with their options. `ended` receives the exit code of the one that runs. */
export function commandTree(environment: ProgramEnvironment, ended: { code: ExitCode }): Command {
  const { terminal } = environment;
  const root = new Command('session-revoker')
    .description('Sign Microsoft 365 users out of every device, and decide on what waits.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    });
  addOutputOptions(root);
  addReachOptions(root);
  addUse(root, environment, ended);
  addRevoke(root, environment, ended);
  addExplain(root, environment);
  addFormats(root, environment, ended);
  addHistory(root, environment, ended);
  addQuarantine(root, environment, ended);
  addApprovals(root, environment, ended);
  addWhatIf(root, environment, ended);
  addDoctor(root, environment, ended);
  addVerify(root, environment, ended);
  addTenants(root, environment, ended);
  addRestore(root, environment, ended);
  addStopAndResume(root, environment, ended);
  addCompletion(root, terminal);
  addHelp(root);
  requireLast(root);
  return root;
}
