import type { Command } from 'commander';
import type { ExitCode } from '../exit-code';

/** What the help of a command says beside its purpose and its options. */
export interface CommandHelp {
  /** What goes on while it works, said after a second. */
  readonly busy: string;
  /** Arguments that work as they stand. */
  readonly examples: readonly string[];
  readonly exitCodes: Partial<Readonly<Record<ExitCode, string>>>;
}

/** The words of a command, without the program's name: `quarantine list`. */
export function pathOf(command: Command): string {
  const words: string[] = [];
  for (let one = command; one.parent !== null; one = one.parent) words.unshift(one.name());
  return words.join(' ');
}

/** A command and all below it. */
export function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** The end of the help of a command. */
export function helpText(path: string, { examples, exitCodes }: Omit<CommandHelp, 'busy'>): string {
  const name = path === '' ? 'session-revoker' : `session-revoker ${path}`;
  return [
    '',
    'Examples:',
    ...examples.map((args) => `  ${`${name} ${args}`.trimEnd()}`),
    '',
    'Exit codes:',
    ...Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`),
  ].join('\n');
}
