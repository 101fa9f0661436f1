import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import { outputOf } from './output/output';
import type { QuarantineEnvironment } from './quarantine';
import { listQuarantine, replayKept, showKept } from './quarantine';

/** Adds the command `quarantine`, for the originals of messages that were not carried out. */
export function addQuarantine(
  root: Command,
  environment: QuarantineEnvironment,
  ended: { code: ExitCode },
): void {
  const quarantine = root
    .command('quarantine')
    .alias('dead-letters')
    .description('list, show and replay the originals of messages that were not carried out');
  quarantine
    .command('list')
    .description('list the originals; removes none')
    .action(async (_options: object, command: Command) => {
      ended.code = await listQuarantine(outputOf(command, environment.terminal), environment);
    });
  quarantine
    .command('show')
    .description('show one original; removes none')
    .argument('<number>', 'its number in the list')
    .option('--raw', 'only the bytes of its body')
    .action(async (number: string, options: { raw?: boolean }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await showKept(number, { ...options, output }, environment);
    });
  quarantine
    .command('replay')
    .description('send originals to the request queue again')
    .argument('[number...]', 'their numbers in the list')
    .option('--all', 'all originals')
    .option('--refresh', 'let their age count from now; otherwise what is too old ends expired again')
    .option('--no-confirm', 'do not ask before sending')
    .action(async (numbers: string[], options: { all?: boolean; refresh?: boolean; confirm: boolean }) => {
      ended.code = await replayKept({ ...options, numbers }, environment);
    });
}
