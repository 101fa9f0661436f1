import type { Command } from 'commander';
import { pathOf, withSubcommands } from '../help/command-help';

/** What can follow the words of a command. */
export interface Step {
  /** The words so far, aliases included: `quarantine list`. The program itself has none. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** An option that takes one of some values. */
export interface Choice {
  readonly flags: readonly string[];
  readonly values: readonly string[];
}

export interface Words {
  readonly program: string;
  readonly steps: readonly Step[];
  readonly choices: readonly Choice[];
}

/** The words of a command line, of all commands. */
export function wordsOf(root: Command): Words {
  const all = withSubcommands(root);
  const choices = all.flatMap(({ options }) =>
    options.flatMap((option) =>
      option.argChoices ? [{ flags: flagsOf(option), values: option.argChoices }] : [],
    ),
  );
  return { program: root.name(), steps: all.flatMap(stepsOf), choices };
}

function stepsOf(command: Command): readonly Step[] {
  const help = command.createHelp();
  const own = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].flatMap(flagsOf);
  const step = {
    commands: help.visibleCommands(command).map((one) => one.name()),
    options: [...new Set(own)],
  };
  return pathsOf(command).map((path) => ({ path, ...step }));
}

/** The words of a command, and those with its earlier names. */
function pathsOf(command: Command): readonly string[] {
  if (command.parent === null) return [pathOf(command)];
  const before = pathsOf(command.parent);
  return [command.name(), ...command.aliases()].flatMap((name) =>
    before.map((path) => `${path} ${name}`.trimStart()),
  );
}

function flagsOf({
  short,
  long,
}: {
  readonly short?: string | undefined;
  readonly long?: string | undefined;
}) {
  return [short, long].filter((flag) => flag !== undefined);
}
