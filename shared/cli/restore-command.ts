import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import { guid } from './option-values';
import { outputOf } from './output/output';
import type { Reaching } from './reach';
import { reaching } from './reach';
import { giveUp, listContained, restore } from './restore';
import type { ServiceEnvironment } from './service-environment';

export type RestoreEnvironment = Omit<ServiceEnvironment, 'service'> & Reaching;

interface ContainedLine {
  readonly user?: string;
  readonly request?: string;
  readonly tenant?: string;
}

interface RestoreLine {
  readonly user?: string;
  readonly reason: string;
  readonly by?: string;
  readonly whatIf?: boolean;
  readonly confirm: boolean;
}

/** Adds the commands `contained`, `restore` and `give-up`, about what was done to users beside revoking. */
export function addRestore(root: Command, environment: RestoreEnvironment, ended: { code: ExitCode }): void {
  root
    .command('contained')
    .description('list what was done to users beside revoking, the newest first')
    .option('--user <user>', 'of this user, also what has ended')
    .option('--request <id>', 'of this request, also what has ended')
    .option('--tenant <id>', 'the connected tenant of the user', guid)
    .action(async ({ user, request, tenant }: ContainedLine, command: Command) => {
      const output = outputOf(command, environment.terminal);
      const asked = { user, requestId: request, tenantId: tenant };
      ended.code = await listContained(asked, output, reaching(environment, command));
    });
  undoing(
    root.command('restore').description('undo the containments of a request, after signing out once more'),
  )
    .option('--what-if', 'only show what would come back, and what is final')
    .option('--by <name>', 'who asks, with --direct; default: the user at this machine')
    .action(async (requestId: string, options: RestoreLine, command: Command) => {
      ended.code = await restore({ requestId, ...options }, reaching(environment, command));
    });
  undoing(
    root.command('give-up').description('declare that the app is not to undo the containments of a request'),
  ).action(async (requestId: string, options: RestoreLine, command: Command) => {
    ended.code = await giveUp({ requestId, ...options }, reaching(environment, command));
  });
}

function undoing(command: Command): Command {
  return command
    .argument('<request>', 'the id of the request that has contained')
    .requiredOption('--reason <text>', 'why; it is stored and published')
    .option('--user <user>', 'of this user alone: object id, or a name as contained lists it')
    .option('--no-confirm', 'do not ask before');
}
