import { replayOriginal } from '../app/replay-original';
import type { Quarantine } from '../ports/quarantine';
import type { RequestQueue } from '../ports/request-queue';
import { ask } from './ask';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { print, printOne } from './output/print';
import { originalView, quarantineView } from './quarantine-view';
import type { Terminal } from './terminal';

/** The quarantine, and the queue to which its originals are replayed. */
export interface QuarantineDesk {
  readonly quarantine: Quarantine;
  /** The queue to which replays are sent. */
  readonly requestQueue: Pick<RequestQueue, 'schedule'>;
  close(): Promise<void>;
}

export interface QuarantineEnvironment {
  readonly terminal: Terminal;
  readonly connectQuarantine: () => Promise<QuarantineDesk>;
  readonly now: () => Date;
}

/** Lists the originals in quarantine, the oldest first. Removes none. */
export async function listQuarantine(output: Output, environment: QuarantineEnvironment): Promise<ExitCode> {
  await connected(environment.connectQuarantine, ({ quarantine }) =>
    print(quarantine.list(), quarantineView, output),
  );
  return exitCode.done;
}

/** Shows one original: its properties and its body, or only the bytes of its body. */
export async function showKept(
  number: string,
  { raw = false, output }: { readonly raw?: boolean; readonly output: Output },
  environment: QuarantineEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const kept = await connected(environment.connectQuarantine, ({ quarantine }) => quarantine.find(number));
  if (!kept) {
    terminal.error(`Message ${number} is not in quarantine.`);
    return exitCode.notDone;
  }
  if (raw) terminal.raw(kept.original.body);
  else await printOne(kept, originalView, output);
  return exitCode.done;
}

export interface ReplayOptions {
  readonly numbers: readonly string[];
  readonly all?: boolean;
  /** Let the age of the requests count from now. */
  readonly refresh?: boolean;
  readonly confirm?: boolean;
}

/**
 * Sends originals to the request queue again, as requests of their own with outcomes of their own, and then removes them
 * from quarantine. Repeating it after an interruption starts nothing twice.
 */
export async function replayKept(
  options: ReplayOptions,
  environment: QuarantineEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  return connected(environment.connectQuarantine, async (desk) => {
    const wanted = await wantedOf(options, desk.quarantine);
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
    const missing = await desk.quarantine.take(wanted, async (kept) => {
      const { refresh = false } = options;
      await replayOriginal(desk.requestQueue, kept, { refresh, now: environment.now() });
      terminal.out(`${kept.number} is on the request queue again.`);
    });
    for (const number of missing) {
      terminal.error(
        `Message ${number} is not available: it was removed, another operator has locked it, or its original is missing.`,
      );
    }
    return missing.length === 0 ? exitCode.done : exitCode.notDone;
  });
}

async function wantedOf({ numbers, all }: ReplayOptions, quarantine: Quarantine): Promise<readonly string[]> {
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
