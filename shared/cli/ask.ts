import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Terminal } from './terminal';

/**
 * Asks before a command changes something, unless the person has passed an option that answers. Returns the exit
 * code if the command must not go on: a script without a terminal is turned down, not asked.
 */
export async function ask(
  terminal: Terminal,
  question: string,
  options: {
    readonly confirm: boolean | undefined;
    readonly instead: string;
    /** What has not happened when the person says no. */
    readonly otherwise?: string;
  },
): Promise<ExitCode | undefined> {
  if (options.confirm === false) return undefined;
  if (!terminal.interactive) {
    terminal.error(`Not an interactive terminal: pass ${options.instead}.`);
    return exitCode.noAnswer;
  }
  if (await terminal.confirm(question)) return undefined;
  terminal.out(options.otherwise ?? 'Nothing was sent.');
  return exitCode.notDone;
}
