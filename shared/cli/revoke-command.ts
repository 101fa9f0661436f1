import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import { guid, seconds } from './option-values';
import { refuseBoth } from './opposites';
import { outputOf } from './output/output';
import type { Reaching } from './reach';
import { reaching } from './reach';
import type { RevokeEnvironment, RevokeOptions } from './revoke';
import { revoke } from './revoke';

/** What the command `revoke` needs. */
export type RevokeCommandEnvironment = Omit<RevokeEnvironment, 'service'> & Reaching;

interface CommandLine extends RevokeOptions {
  readonly timeout: number;
}

/** Adds the command `revoke`. */
export function addRevoke(
  root: Command,
  environment: RevokeCommandEnvironment,
  ended: { code: ExitCode },
): void {
  const revoking = root
    .command('revoke')
    .description('send a request, as Revoke-SPOUserSession would')
    .requiredOption(
      '--user <user...>',
      'object id, user principal name, SID, or DOMAIN\\name; may be repeated',
    )
    .option('--tenant <id>', 'the tenant, where the sender speaks for several', guid)
    .option('--what-if', 'change nothing; show what would happen')
    .option('--confirm', 'ask before sending, even under --what-if')
    .option('--no-confirm', 'do not ask before sending')
    .option('--reason <text>', 'why, for the audit')
    .option('--wait', 'wait for the outcomes and print them')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60)
    .option('--subscription <name>', 'with --direct: the subscription of the topic to watch', 'cli')
    .action(async ({ timeout, ...options }: CommandLine, command: Command) => {
      const chosen = { ...options, timeoutSeconds: timeout };
      const output = outputOf(command, environment.terminal);
      ended.code = await revoke(chosen, output, reaching(environment, command));
    });
  refuseBoth(revoking, 'confirm');
}
