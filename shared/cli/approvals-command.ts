import type { Command } from 'commander';
import { decide, release } from './decide';
import type { ExitCode } from './exit-code';
import { seconds } from './option-values';
import { outputOf } from './output/output';
import type { PendingEnvironment } from './pending';
import { listPending } from './pending';
import type { Reaching } from './reach';
import { reaching } from './reach';

interface DecisionLine {
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait: boolean;
  readonly timeout: number;
}

type ApprovalEnvironment = Omit<PendingEnvironment, 'service'> & Reaching;

const DESCRIPTIONS = {
  approve: 'approve requests that wait for approval',
  decline: 'decline requests that wait for approval',
  withdraw: 'take back your approvals of requests that still wait for those of others',
} as const;

/** Adds the commands `pending`, `approve`, `decline`, `withdraw` and `release`. */
export function addApprovals(
  root: Command,
  environment: ApprovalEnvironment,
  ended: { code: ExitCode },
): void {
  root
    .command('pending')
    .description('list the requests that wait for approval')
    .action(async (_options: object, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await listPending(output, reaching(environment, command));
    });
  for (const decision of ['approve', 'decline', 'withdraw'] as const) {
    deciding(root.command(decision).description(DESCRIPTIONS[decision]))
      .argument('<confirmation...>', 'its id in the list of pending requests')
      .action(async (ids: string[], { timeout, ...options }: DecisionLine, command: Command) => {
        const output = outputOf(command, environment.terminal);
        const chosen = { ...options, decision, timeoutSeconds: timeout, output };
        ended.code = await decide(ids, chosen, reaching(environment, command));
      });
  }
  deciding(root.command('release').description('approve all that the brake holds'))
    .option('--request <id>', 'all that waits of one request instead')
    .action(async ({ timeout, ...options }: DecisionLine & { request?: string }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      const chosen = { ...options, decision: 'approve', timeoutSeconds: timeout, output } as const;
      ended.code = await release(chosen, reaching(environment, command));
    });
}

function deciding(command: Command): Command {
  return command
    .option('--by <name>', 'who decides, with --direct; default: the user at this machine')
    .option('--no-confirm', 'do not ask before deciding')
    .option('--wait', 'wait for the outcomes', true)
    .option('--no-wait', 'end when the decision is recorded, or sent')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60);
}
