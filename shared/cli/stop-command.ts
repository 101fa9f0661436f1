import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import type { Reaching } from './reach';
import { reaching } from './reach';
import type { ServiceEnvironment } from './service-environment';
import type { SwitchOptions } from './stop-and-resume';
import { resume, stop } from './stop-and-resume';

export type SwitchEnvironment = Omit<ServiceEnvironment, 'service'> & Reaching;

/** Adds the commands `stop` and `resume`, which set the emergency switch. */
export function addStopAndResume(
  root: Command,
  environment: SwitchEnvironment,
  ended: { code: ExitCode },
): void {
  setting(root.command('stop').description('stop all revocations, at once and without asking')).action(
    async (options: SwitchOptions, command: Command) => {
      ended.code = await stop(options, reaching(environment, command));
    },
  );
  setting(root.command('resume').description('let revocations go on'))
    .option('--no-confirm', 'do not ask before resuming')
    .action(async (options: SwitchOptions & { confirm: boolean }, command: Command) => {
      ended.code = await resume(options, reaching(environment, command));
    });
}

function setting(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it is published, and repeated in every outcome of a stop')
    .option('--by <name>', 'who does it, with --direct; default: the user at this machine');
}
