import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import { showHistory, showRequest, watch } from './history';
import { guid, moment } from './option-values';
import { outputOf } from './output/output';
import type { Reaching } from './reach';
import { reaching } from './reach';
import type { ServiceEnvironment } from './service-environment';

export interface HistoryEnvironment extends Omit<ServiceEnvironment, 'service'>, Reaching {
  readonly now: () => Date;
  /** Ends what would go on for ever: Ctrl-C. */
  readonly ended: AbortSignal;
}

interface WatchLine {
  readonly since?: Date;
  readonly user?: string;
  readonly status?: readonly string[];
  readonly tenant?: string;
}

/** Adds the commands `history`, `show` and `watch`. */
export function addHistory(root: Command, environment: HistoryEnvironment, ended: { code: ExitCode }): void {
  root
    .command('history')
    .description('list the outcomes of a user, the newest first')
    .argument('<user>', 'user principal name or object id; SID, or DOMAIN\\name')
    .option('--tenant <id>', 'the connected tenant of the user', guid)
    .action(async (user: string, options: { tenant?: string }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await showHistory({ user, ...options }, output, reaching(environment, command));
    });
  root
    .command('show')
    .description('show the outcomes of a request so far')
    .argument('<request>', 'its id, as revoke prints it')
    .action(async (request: string, _options: object, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await showRequest(request, output, reaching(environment, command));
    });
  root
    .command('watch')
    .description('print outcomes as they come, until Ctrl-C')
    .option('--since <time>', 'from this time on; default: now', moment)
    .option('--user <user>', 'of this user alone')
    .option('--status <status...>', 'with these statuses alone')
    .option('--tenant <id>', 'of this connected tenant alone', guid)
    .action(async ({ since, user, status, tenant }: WatchLine, command: Command) => {
      const asked = { since: since ?? environment.now(), user, status: status?.join(), tenantId: tenant };
      const output = outputOf(command, environment.terminal);
      const how = { output, ended: environment.ended };
      ended.code = await watch(asked, how, reaching(environment, command));
    });
}
