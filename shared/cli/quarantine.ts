import { ask } from './ask';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { print, printOne } from './output/print';
import { printable } from './printable';
import { originalView, quarantineView } from './quarantine-view';
import type { NotDone, QuarantineService } from './service';
import type { ServiceEnvironment } from './service-environment';

/** Lists the originals in quarantine, the oldest first. Removes none. */
export async function listQuarantine(output: Output, environment: ServiceEnvironment): Promise<ExitCode> {
  await connected(environment.service, ({ quarantine }) => print(quarantine.list(), quarantineView, output));
  return exitCode.done;
}

/** Shows one original: its properties and its body, or only the bytes of its body. */
export async function showKept(
  number: string,
  { raw = false, output }: { readonly raw?: boolean; readonly output: Output },
  environment: ServiceEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const shown = await connected(environment.service, ({ quarantine }) => quarantine.show(number));
  if (!shown) {
    terminal.error(`Message ${number} is not in quarantine.`);
    return exitCode.notDone;
  }
  if (raw) terminal.raw(shown.body);
  else await printOne(shown, originalView, output);
  return exitCode.done;
}

export interface ReplayOptions {
  readonly numbers: readonly string[];
  readonly all?: boolean;
  /** Let the age of the requests count from now. */
  readonly refresh?: boolean;
  readonly confirm?: boolean;
}

/** Has originals processed again, as requests of their own with outcomes of their own, and removes them from quarantine. */
export async function replayKept(options: ReplayOptions, environment: ServiceEnvironment): Promise<ExitCode> {
  const { terminal } = environment;
  return connected(environment.service, async ({ quarantine }) => {
    const wanted = await wantedOf(options, quarantine);
    if (wanted.length === 0) {
      terminal.out(
        options.all
          ? 'The quarantine is empty.'
          : 'No message was named: pass numbers from the list, or --all.',
      );
      return options.all ? exitCode.done : exitCode.noAnswer;
    }
    const stop = await ask(terminal, question(wanted, options), {
      confirm: options.confirm,
      instead: '--no-confirm to replay without asking',
    });
    if (stop !== undefined) return stop;
    const notDone = await quarantine.replay(wanted, options.refresh ?? false, (number) =>
      terminal.out(`${number} is on the request queue again.`),
    );
    return codeOf(notDone, environment);
  });
}

export interface CloseOptions {
  readonly number: string;
  readonly reason: string;
  readonly confirm?: boolean;
}

/** Removes an original for good: nobody will have it processed. The app records who did it, and why. */
export async function closeKept(
  { number, reason, confirm }: CloseOptions,
  environment: ServiceEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  return connected(environment.service, async ({ quarantine }) => {
    const stop = await ask(terminal, `Remove message ${number} for good?`, {
      confirm,
      instead: '--no-confirm to close without asking',
      otherwise: 'Nothing was changed.',
    });
    if (stop !== undefined) return stop;
    const notDone = await quarantine.close(number, reason);
    if (!notDone) terminal.out(`${number} is closed.`);
    return codeOf(notDone ? [notDone] : [], environment);
  });
}

function codeOf(notDone: readonly NotDone[], { terminal }: ServiceEnvironment): ExitCode {
  for (const { number, problem } of notDone) terminal.error(printable(`Message ${number} ${problem}`));
  return notDone.length === 0 ? exitCode.done : exitCode.notDone;
}

async function wantedOf(
  { numbers, all }: ReplayOptions,
  quarantine: QuarantineService,
): Promise<readonly string[]> {
  if (!all) return [...new Set(numbers)];
  const found: string[] = [];
  for await (const { number } of quarantine.list()) found.push(number);
  return found;
}

function question({ length }: readonly string[], { refresh = false }: ReplayOptions): string {
  const what = length === 1 ? 'one message' : `${String(length)} messages`;
  const age = refresh ? 'as if they had just arrived' : 'their age still counts from when they first arrived';
  return `Replay ${what} (${age})?`;
}
