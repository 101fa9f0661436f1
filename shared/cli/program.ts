import { Command, InvalidArgumentError } from 'commander';
import type { Format } from '../alerts/format';
import type { CheckReport } from '../ports/health-check';
import type { RequestChannel } from '../ports/ports';
import type { DeadLettersEnvironment } from './dead-letters';
import { listDeadLetters, replayDeadLetters, showDeadLetter } from './dead-letters';
import type { DecisionEnvironment } from './decision-desk';
import { decide, release } from './decisions';
import { doctor } from './doctor';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { explain } from './explain';
import { addFormats } from './formats-command';
import { listPending } from './pending';
import type { RevokeEnvironment, RevokeOptions } from './revoke';
import { revoke } from './revoke';
import type { WhatIfEnvironment } from './what-if';
import { whatIf } from './what-if';

export interface ProgramEnvironment
  extends Omit<RevokeEnvironment, 'connect'>, DeadLettersEnvironment, DecisionEnvironment, WhatIfEnvironment {
  /** How everything is that signing users out needs. */
  readonly checkUp: () => Promise<readonly CheckReport[]>;
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
  addFormats(root, environment, ended);
  addDeadLetters(root, environment, ended);
  addDecisions(root, environment, ended);
  addWhatIf(root, environment, ended);
  addDoctor(root, environment, ended);
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

interface DecisionLine {
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait?: boolean;
  readonly timeout: number;
}

function addDecisions(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('pending')
    .description('list what waits for a person')
    .option('--json', 'one JSON object per request')
    .action(async (options: { json?: boolean }) => {
      ended.code = await listPending(options, environment);
    });
  for (const decision of ['approve', 'decline'] as const) {
    deciding(root.command(decision).description(`${decision} what waits`))
      .argument('<confirmation...>', 'its id in the list of what is pending')
      .action(async (ids: string[], { timeout, ...options }: DecisionLine) => {
        ended.code = await decide(ids, { ...options, decision, timeoutSeconds: timeout }, environment);
      });
  }
  deciding(root.command('release').description('approve all that the brake holds'))
    .option('--request <id>', 'all that waits of one request instead')
    .action(async ({ timeout, ...options }: DecisionLine & { request?: string }) => {
      const said = { ...options, decision: 'approve', timeoutSeconds: timeout } as const;
      ended.code = await release(said, environment);
    });
}

function deciding(command: Command): Command {
  return command
    .option('--by <name>', 'who decides; default: the user at this machine')
    .option('--no-confirm', 'do not ask before sending')
    .option('--wait', 'wait for what comes of it')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60);
}

function addWhatIf(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('what-if')
    .description('show what would happen to whom and why, against the real tenant; changes nothing')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--as-new', 'as if each alert had just been raised')
    .option('--json', 'one JSON object per outcome')
    .action(async (files: string[], options: { json?: boolean; asNew?: boolean }) => {
      const messages = files.map((file) => ({ file, body: environment.readFile(file) }));
      ended.code = await whatIf(messages, options, environment);
    });
}

function addDoctor(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('doctor')
    .description('check settings, permissions, queues, ledger and clock; changes nothing')
    .option('--json', 'one JSON object per check')
    .action(async (options: { json?: boolean }) => {
      ended.code = await doctor(options, environment);
    });
}

function seconds(typed: string): number {
  const value = Number(typed);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give a number of seconds up to 3600.');
  return value;
}
