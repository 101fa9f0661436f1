import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { ExitCode } from './exit-code';
import { outputOf } from './output/output';
import type { Terminal } from './terminal';
import type { VerifyEnvironment, VerifyOptions } from './verify';
import { verify } from './verify';

/** What the command needs, with the terminal. */
export interface VerifyCommandEnvironment extends VerifyEnvironment {
  readonly terminal: Terminal;
}

/** Adds the command `verify`, for operators and auditors. */
export function addVerify(
  root: Command,
  environment: VerifyCommandEnvironment,
  ended: { code: ExitCode },
): void {
  root
    .command('verify')
    .description(
      'find changed, missing and reordered outcomes in the seal; changes nothing, needs the settings of the storage or a download',
    )
    .argument('[path]', 'a folder of downloaded segments, or one segment; default: the storage of the app')
    .option('--from <day>', 'the first day, as 2026-11-26; default: that on which the seal begins', day)
    .option('--to <day>', 'the last day, up to which the seal must go; default for the storage: today', day)
    .option('--key <file>', 'the public keys that may have signed: PEM, or JSON Web Keys')
    .option('--events <file>', 'events to compare with the seal, one JSON object a line')
    .action(async (path: string | undefined, options: VerifyOptions, command: Command) => {
      ended.code = await verify(path, options, outputOf(command, environment.terminal), environment);
    });
}

function day(typed: string): string {
  const time = new Date(`${typed}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(time.getTime())) return typed;
  throw new InvalidArgumentError('Give a day in UTC, as 2026-11-26.');
}
