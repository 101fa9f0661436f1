import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Terminal } from './terminal';

/**
 * Asks before something is done that touches people's accounts, unless the person has said that they need not
 * be asked. Returns how to end when it is not to be done: a script without a terminal is refused, not asked.
 */
export async function askFirst(
  terminal: Terminal,
  question: string,
  options: { readonly confirm: boolean | undefined; readonly instead: string },
): Promise<ExitCode | undefined> {
  if (options.confirm === false) return undefined;
  if (!terminal.interactive) {
    terminal.error(`There is no terminal to ask at: say ${options.instead}.`);
    return exitCode.noAnswer;
  }
  if (await terminal.confirm(question)) return undefined;
  terminal.out('Nothing was sent.');
  return exitCode.notDone;
}
