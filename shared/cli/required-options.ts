import type { Command } from 'commander';
import { withSubcommands } from './help/command-help';

/** Looks for required options after unknown ones: the name of one that is mistyped is more help than that of one that is missing. */
export function requireLast(root: Command): void {
  for (const command of withSubcommands(root)) {
    for (const option of command.options.filter(({ mandatory }) => mandatory)) {
      option.mandatory = false;
      command.hook('preAction', () => {
        if (command.getOptionValue(option.attributeName()) !== undefined) return;
        command.error(`error: required option '${option.flags}' not specified`, {
          code: 'commander.missingMandatoryOptionValue',
        });
      });
    }
  }
}
