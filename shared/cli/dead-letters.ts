import { messageKey } from '../messages/message-identity';
import type { KeptMessage, PostponedMessages, Quarantine } from '../ports/ports';
import { askFirst } from './ask-first';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { printable } from './printable';
import type { Terminal } from './terminal';

/** The quarantine, and the way back from it. */
export interface QuarantineDesk {
  readonly quarantine: Quarantine;
  /** Where a replay goes: the request queue. */
  readonly requests: PostponedMessages;
  close(): Promise<void>;
}

export interface DeadLettersEnvironment {
  readonly terminal: Terminal;
  readonly connectQuarantine: () => Promise<QuarantineDesk>;
  readonly now: () => Date;
}

/** Lists what is kept in quarantine, oldest first. Takes nothing. */
export async function listDeadLetters(
  { json = false }: { readonly json?: boolean },
  environment: DeadLettersEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  await connected(environment.connectQuarantine, async ({ quarantine }) => {
    let count = 0;
    for await (const kept of quarantine.list()) {
      if (count++ === 0 && !json) terminal.out(row(HEADINGS));
      terminal.out(json ? JSON.stringify(summary(kept)) : row(cells(kept)));
    }
    if (count === 0 && !json) terminal.out('The quarantine is empty.');
  });
  return exitCode.done;
}

/** Shows one original: what is known of it and its body, or the very bytes of its body alone. */
export async function showDeadLetter(
  number: string,
  { raw = false }: { readonly raw?: boolean },
  environment: DeadLettersEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const kept = await connected(environment.connectQuarantine, ({ quarantine }) => find(quarantine, number));
  if (!kept) {
    terminal.error(`There is no original ${number} in quarantine.`);
    return exitCode.notDone;
  }
  if (raw) terminal.raw(kept.original.body);
  else for (const line of inFull(kept)) terminal.out(line);
  return exitCode.done;
}

export interface ReplayOptions {
  readonly numbers: readonly string[];
  readonly all?: boolean;
  /** Have the requests' age count from now. */
  readonly refresh?: boolean;
  readonly confirm?: boolean;
}

/**
 * Puts originals back on the request queue, as requests of their own with outcomes of their own, and then
 * removes them from quarantine. Interrupted and done again, it starts nothing twice.
 */
export async function replayDeadLetters(
  options: ReplayOptions,
  environment: DeadLettersEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  return connected(environment.connectQuarantine, async (desk) => {
    const wanted = await wantedOf(options, desk.quarantine);
    if (wanted.length === 0) {
      terminal.out(options.all ? 'The quarantine is empty.' : 'Say which: their numbers, or --all.');
      return options.all ? exitCode.done : exitCode.noAnswer;
    }
    const refusal = await askFirst(terminal, question(wanted, options), {
      confirm: options.confirm,
      instead: '--no-confirm to replay without asking',
    });
    if (refusal !== undefined) return refusal;
    const missing = await desk.quarantine.take(wanted, async (kept) => {
      await replay(desk.requests, kept, options, environment.now());
      terminal.out(`${kept.number} is on the request queue again.`);
    });
    for (const number of missing) {
      terminal.error(`${number} could not be had: it is gone, or somebody else is at it.`);
    }
    return missing.length === 0 ? exitCode.done : exitCode.notDone;
  });
}

async function replay(
  requests: PostponedMessages,
  { number, keptAt, original }: KeptMessage,
  { refresh = false }: ReplayOptions,
  now: Date,
): Promise<void> {
  const lineage = {
    origin: original.lineage.origin,
    attempts: 0,
    // The same for a replay that is repeated after it was interrupted, and no other time.
    replay: `${number}@${keptAt.toISOString()}`,
    ...(refresh && { refreshedAt: now.toISOString() }),
  };
  await requests.postpone({ ...original, lineage, key: messageKey(original.body, lineage) }, now);
}

async function wantedOf({ numbers, all }: ReplayOptions, quarantine: Quarantine): Promise<readonly string[]> {
  if (!all) return [...new Set(numbers)];
  const found: string[] = [];
  for await (const { number } of quarantine.list()) found.push(number);
  return found;
}

function question({ length }: readonly string[], { refresh = false }: ReplayOptions): string {
  const what = length === 1 ? 'one message' : `${String(length)} messages`;
  const age = refresh ? 'as if they had come just now' : 'their age still counts from when they first came';
  return `Replay ${what} (${age})?`;
}

async function find(quarantine: Quarantine, number: string): Promise<KeptMessage | undefined> {
  for await (const kept of quarantine.list()) if (kept.number === number) return kept;
  return undefined;
}

const WIDTHS = [8, 26, 10, 38];
const HEADINGS = ['NUMBER', 'KEPT', 'STATUS', 'REQUEST', 'REASON'];

function row(texts: readonly string[]): string {
  return texts.map((text, n) => text.padEnd(WIDTHS[n] ?? 0)).join('');
}

function cells({ number, keptAt, status, requestId, reason }: KeptMessage): string[] {
  return [number, keptAt.toISOString(), status, printable(requestId), printable(reason)];
}

function summary({ original, ...kept }: KeptMessage): object {
  const { contentType, lineage } = original;
  return { ...kept, contentType, firstCame: lineage.origin.enqueuedAt, bytes: original.body.length };
}

function inFull({ original, ...kept }: KeptMessage): string[] {
  const { lineage, contentType = 'not said', body } = original;
  const facts = {
    Kept: kept.keptAt.toISOString(),
    'First came': lineage.origin.enqueuedAt ?? 'not known',
    Tries: String(lineage.attempts + 1),
    Status: kept.status,
    Reason: kept.reason,
    Request: kept.requestId,
    Outcome: kept.outcomeId,
    'Content type': contentType,
    Bytes: String(body.length),
  };
  const lines = Object.entries(facts).map(([name, value]) => `${`${name}:`.padEnd(14)}${printable(value)}`);
  const text = new TextDecoder().decode(body);
  return [...lines, '', ...text.split(/\r?\n/).map(printable)];
}
