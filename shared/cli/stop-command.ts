import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import type { SwitchEnvironment, SwitchOptions } from './stop-and-resume';
import { resume, stop } from './stop-and-resume';

/** Adds the commands `stop` and `resume`, which set the emergency switch. */
export function addStopAndResume(
  root: Command,
  environment: SwitchEnvironment,
  ended: { code: ExitCode },
): void {
  setting(root.command('stop').description('stop all revocations, at once and without asking')).action(
    async (options: SwitchOptions) => {
      ended.code = await stop(options, environment);
    },
  );
  setting(root.command('resume').description('let revocations go on'))
    .option('--no-confirm', 'do not ask before resuming')
    .action(async (options: SwitchOptions & { confirm: boolean }) => {
      ended.code = await resume(options, environment);
    });
}

function setting(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it is published, and repeated in every outcome of a stop')
    .option('--by <name>', 'who does it; default: the user at this machine');
}
