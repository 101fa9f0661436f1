import type { Command } from 'commander';
import { helpText, pathOf, withSubcommands } from './command-help';
import { GROUPS, PAGES } from './help-pages';

const OF_GROUP = { 0: 'done', 2: 'wrong usage; each command has its own codes' } as const;

/** Ends the help of each command with its examples and its exit codes. */
export function addHelp(root: Command): void {
  for (const command of withSubcommands(root)) {
    const path = pathOf(command);
    const page = PAGES[path] ?? { examples: GROUPS[path] ?? [], exitCodes: OF_GROUP };
    command.addHelpText('after', helpText(path, page));
  }
}

/** What goes on while a command works. */
export function busyText(command: Command): string {
  return PAGES[pathOf(command)]?.busy ?? 'Working';
}
