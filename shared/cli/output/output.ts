import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../terminal';
import type { Query } from './query';
import { readQuery } from './query';

const FORMATS = ['table', 'json', 'jsonl', 'tsv', 'yaml'] as const;

export type OutputFormat = (typeof FORMATS)[number];

/** How a command prints, and where. */
export interface Output {
  readonly terminal: Terminal;
  readonly format: OutputFormat;
  /** What of the records is printed; absent: all. */
  readonly query?: Query | undefined;
}

interface OutputOptions {
  readonly output?: OutputFormat;
  readonly json?: boolean;
  readonly query?: Query;
}

/** Adds the options of the output to the program. They count before a command and after it. */
export function addOutputOptions(root: Command): void {
  root
    .addOption(
      new Option('-o, --output <format>', 'how records are printed; default: table').choices(FORMATS),
    )
    .addOption(
      new Option('--json', 'one JSON object per line, as -o jsonl; nothing for an empty list').conflicts(
        'output',
      ),
    )
    .addOption(
      new Option('--query <expression>', 'which part of the records is printed, in JMESPath').argParser(
        query,
      ),
    );
}

/** How this command line wants its output. */
export function outputOf(command: Command, terminal: Terminal): Output {
  const { output, json, query } = command.optsWithGlobals<OutputOptions>();
  return { terminal, format: output ?? (json ? 'jsonl' : 'table'), query };
}

/** Whether people read this output, so that sentences may stand beside the records. */
export function isForPeople({ format, query }: Output): boolean {
  return format === 'table' && query === undefined;
}

function query(typed: string): Query {
  const read = readQuery(typed);
  if (read.kind === 'valid') return read.query;
  const caret = `${' '.repeat(read.at - 1)}^`;
  throw new InvalidArgumentError(`At position ${String(read.at)}: ${read.problem}.\n  ${typed}\n  ${caret}`);
}
