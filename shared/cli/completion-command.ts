import type { Command } from 'commander';
import { Argument } from 'commander';
import type { CompletedShell } from './completion/scripts';
import { SHELLS, completionScript } from './completion/scripts';
import { wordsOf } from './completion/words';
import type { Terminal } from './terminal';

/** Adds the command `completion`, which knows all commands that the program has when it runs. */
export function addCompletion(root: Command, terminal: Terminal): void {
  root
    .command('completion')
    .description('print the script by which a shell completes these commands')
    .addArgument(new Argument('<shell>', 'the shell that loads it').choices(SHELLS))
    .action((shell: CompletedShell) => terminal.record(completionScript(shell, wordsOf(root))));
}
