import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import { outputOf } from './output/output';
import { closeKept, listQuarantine, replayKept, showKept } from './quarantine';
import type { Reaching } from './reach';
import { reaching } from './reach';
import type { Terminal } from './terminal';

export interface QuarantineEnvironment extends Reaching {
  readonly terminal: Terminal;
  /** The user at the terminal. */
  readonly requestedBy: string;
}

interface ReplayLine {
  readonly all?: boolean;
  readonly refresh?: boolean;
  readonly confirm: boolean;
}

/** Adds the command `quarantine`, for the originals of messages that were not carried out. */
export function addQuarantine(
  root: Command,
  environment: QuarantineEnvironment,
  ended: { code: ExitCode },
): void {
  const quarantine = root
    .command('quarantine')
    .alias('dead-letters')
    .description('list, show, replay and close the originals of messages that were not carried out');
  quarantine
    .command('list')
    .description('list the originals; removes none')
    .action(async (_options: object, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await listQuarantine(output, reaching(environment, command));
    });
  quarantine
    .command('show')
    .description('show one original; removes none')
    .argument('<number>', 'its number in the list')
    .option('--raw', 'only the bytes of its body')
    .action(async (number: string, options: { raw?: boolean }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await showKept(number, { ...options, output }, reaching(environment, command));
    });
  addSettling(quarantine, environment, ended);
}

/** The commands that empty the quarantine. */
function addSettling(
  quarantine: Command,
  environment: QuarantineEnvironment,
  ended: { code: ExitCode },
): void {
  quarantine
    .command('replay')
    .description('send originals to the request queue again')
    .argument('[number...]', 'their numbers in the list')
    .option('--all', 'all originals')
    .option('--refresh', 'let their age count from now; otherwise what is too old ends expired again')
    .option('--no-confirm', 'do not ask before sending')
    .action(async (numbers: string[], options: ReplayLine, command: Command) => {
      ended.code = await replayKept({ ...options, numbers }, reaching(environment, command));
    });
  quarantine
    .command('close')
    .description('remove one original for good; the app records who did it and why')
    .argument('<number>', 'its number in the list')
    .requiredOption('--reason <text>', 'why; it is published and logged')
    .option('--no-confirm', 'do not ask before closing')
    .action(async (number: string, options: { reason: string; confirm: boolean }, command: Command) => {
      ended.code = await closeKept({ ...options, number }, reaching(environment, command));
    });
}
