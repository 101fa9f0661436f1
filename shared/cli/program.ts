import { Command, InvalidArgumentError } from 'commander';
import type { Format } from '../intake/format';
import type { RequestChannel } from '../ports';
import type { DeadLettersEnvironment } from './dead-letters';
import { listDeadLetters, replayDeadLetters, showDeadLetter } from './dead-letters';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { explain } from './explain';
import type { RevokeEnvironment, RevokeOptions } from './revoke';
import { revoke } from './revoke';

export interface ProgramEnvironment extends Omit<RevokeEnvironment, 'connect'>, DeadLettersEnvironment {
  /** Connects to the queue and to a subscription of the results topic. */
  readonly connect: (subscription: string) => Promise<RequestChannel>;
  /** Reads a file; `-` is the standard input. Throws when there is none. */
  readonly readFile: (file: string) => Uint8Array;
  /** The formats of alerts that an operator has added. Throws when they are not valid. */
  readonly formats: () => readonly Format[];
}

interface CommandLine extends RevokeOptions {
  readonly timeout: number;
  readonly subscription: string;
}

/**
 * Runs one command line.
 *
 * @throws CommanderError on wrong usage, and what reading files or connecting throws.
 */
export async function program(environment: ProgramEnvironment, args: readonly string[]): Promise<ExitCode> {
  const ended: { code: ExitCode } = { code: exitCode.done };
  const { terminal } = environment;
  const root = new Command('session-revoker')
    .description('Sign Microsoft 365 users out of every device, by way of the revocation queue.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    });
  addRevoke(root, environment, ended);
  addExplain(root, environment);
  addDeadLetters(root, environment, ended);
  await root.parseAsync([...args], { from: 'user' });
  return ended.code;
}

function addRevoke(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('revoke')
    .description('send a request, as Revoke-SPOUserSession would')
    .requiredOption(
      '--user <user...>',
      'object id, user principal name, SID, or DOMAIN\\name; may be repeated',
    )
    .option('--what-if', 'change nothing; tell what would happen')
    .option('--confirm', 'ask before sending, even under --what-if')
    .option('--no-confirm', 'do not ask before sending')
    .option('--reason <text>', 'why, for the audit')
    .option('--wait', 'wait for the outcomes and print them')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60)
    .option('--subscription <name>', 'the subscription of the results topic to watch', 'cli')
    .action(async ({ timeout, subscription, ...options }: CommandLine) => {
      const connect = (): Promise<RequestChannel> => environment.connect(subscription);
      ended.code = await revoke({ ...options, timeoutSeconds: timeout }, { ...environment, connect });
    });
}

function addExplain(root: Command, { readFile, formats, terminal }: ProgramEnvironment): void {
  root
    .command('explain')
    .description('show how messages would be read; needs no network')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--json', 'one JSON object per file')
    .action((files: string[], options: { json?: boolean }) => {
      const messages = files.map((file) => ({ file, body: readFile(file) }));
      explain(messages, { ...options, formats: formats() }, terminal);
    });
}

function addDeadLetters(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  const deadLetters = root
    .command('dead-letters')
    .description('look into the quarantine, where the originals of messages are kept that were not done');
  deadLetters
    .command('list')
    .description('list what is kept; takes nothing')
    .option('--json', 'one JSON object per original')
    .action(async (options: { json?: boolean }) => {
      ended.code = await listDeadLetters(options, environment);
    });
  deadLetters
    .command('show')
    .description('show one original; takes nothing')
    .argument('<number>', 'its number in the list')
    .option('--raw', 'the bytes of its body and nothing else')
    .action(async (number: string, options: { raw?: boolean }) => {
      ended.code = await showDeadLetter(number, options, environment);
    });
  deadLetters
    .command('replay')
    .description('put originals back on the request queue')
    .argument('[number...]', 'their numbers in the list')
    .option('--all', 'everything that is kept')
    .option('--refresh', 'let their age count from now; else what is too old ends expired again')
    .option('--no-confirm', 'do not ask before sending')
    .action(async (numbers: string[], options: { all?: boolean; refresh?: boolean; confirm: boolean }) => {
      ended.code = await replayDeadLetters({ ...options, numbers }, environment);
    });
}

function seconds(typed: string): number {
  const value = Number(typed);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give a number of seconds up to 3600.');
  return value;
}
