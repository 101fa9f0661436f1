import type { Command } from 'commander';
import type { RequestConnection } from './connected';
import type { ExitCode } from './exit-code';
import { guid, seconds } from './option-values';
import { refuseBoth } from './opposites';
import type { RevokeEnvironment, RevokeOptions } from './revoke';
import { revoke } from './revoke';

/** What the command `revoke` needs. */
export interface RevokeCommandEnvironment extends Omit<RevokeEnvironment, 'connect'> {
  /** Connects to the queue and to a subscription of the results topic. */
  readonly connect: (subscription: string) => Promise<RequestConnection>;
}

interface CommandLine extends RevokeOptions {
  readonly timeout: number;
  readonly subscription: string;
}

/** Adds the command `revoke`. */
export function addRevoke(
  root: Command,
  environment: RevokeCommandEnvironment,
  ended: { code: ExitCode },
): void {
  const command = root
    .command('revoke')
    .description('send a request, as Revoke-SPOUserSession would')
    .requiredOption(
      '--user <user...>',
      'object id, user principal name, SID, or DOMAIN\\name; may be repeated',
    )
    .option('--tenant <id>', 'the tenant, where senders to the queue speak for several', guid)
    .option('--what-if', 'change nothing; show what would happen')
    .option('--confirm', 'ask before sending, even under --what-if')
    .option('--no-confirm', 'do not ask before sending')
    .option('--reason <text>', 'why, for the audit')
    .option('--wait', 'wait for the outcomes and print them')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60)
    .option('--subscription <name>', 'the subscription of the results topic to watch', 'cli')
    .action(async ({ timeout, subscription, ...options }: CommandLine) => {
      const connect = (): Promise<RequestConnection> => environment.connect(subscription);
      ended.code = await revoke({ ...options, timeoutSeconds: timeout }, { ...environment, connect });
    });
  refuseBoth(command, 'confirm');
}
