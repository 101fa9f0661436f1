import type { Command } from 'commander';
import type { ExitCode } from '../exit-code';
import { exitCode } from '../exit-code';
import { outputOf } from '../output/output';
import type { UseEnvironment, UseOptions } from './use';
import { listProfiles, useProfile } from './use';

/** Adds the command `use`, which chooses the app that the other commands ask. */
export function addUse(root: Command, environment: UseEnvironment, ended: { code: ExitCode }): void {
  root
    .command('use')
    .description('choose the app that commands ask; without a name, list the profiles')
    .argument('[name]', 'a name of yours for the app')
    .option('--url <address>', 'its address, https://APP.azurewebsites.net')
    .option('--audience <id>', 'its setting API_AUDIENCE')
    .option('--tenant <id>', 'where you sign in; default: where you are signed in')
    .option('--resource-group <name>', 'find address and audience in this resource group')
    .option('--subscription <id>', 'with --resource-group: the subscription of Azure')
    .action(async (name: string | undefined, options: UseOptions, command: Command) => {
      const isDescribed = Object.keys(options).length > 0;
      if (name === undefined && isDescribed) {
        environment.terminal.error('The profile has no name: session-revoker use NAME …');
        ended.code = exitCode.noAnswer;
        return;
      }
      ended.code = await (name === undefined
        ? listProfiles(outputOf(command, environment.terminal), environment)
        : useProfile(name, options, environment));
    });
}
