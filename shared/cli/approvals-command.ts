import type { Command } from 'commander';
import type { ApprovalEnvironment } from './approval-desk';
import { decide, release } from './decide';
import type { ExitCode } from './exit-code';
import { seconds } from './option-values';
import { outputOf } from './output/output';
import { listPending } from './pending';

interface DecisionLine {
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait?: boolean;
  readonly timeout: number;
}

/** Adds the commands `pending`, `approve`, `decline` and `release`. */
export function addApprovals(
  root: Command,
  environment: ApprovalEnvironment,
  ended: { code: ExitCode },
): void {
  root
    .command('pending')
    .description('list the requests that wait for approval')
    .action(async (_options: object, command: Command) => {
      ended.code = await listPending(outputOf(command, environment.terminal), environment);
    });
  for (const decision of ['approve', 'decline'] as const) {
    deciding(root.command(decision).description(`${decision} requests that wait for approval`))
      .argument('<confirmation...>', 'its id in the list of pending requests')
      .action(async (ids: string[], { timeout, ...options }: DecisionLine) => {
        ended.code = await decide(ids, { ...options, decision, timeoutSeconds: timeout }, environment);
      });
  }
  deciding(root.command('release').description('approve all that the brake holds'))
    .option('--request <id>', 'all that waits of one request instead')
    .action(async ({ timeout, ...options }: DecisionLine & { request?: string }) => {
      const chosen = { ...options, decision: 'approve', timeoutSeconds: timeout } as const;
      ended.code = await release(chosen, environment);
    });
}

function deciding(command: Command): Command {
  return command
    .option('--by <name>', 'who decides; default: the user at this machine')
    .option('--no-confirm', 'do not ask before sending')
    .option('--wait', 'wait for the outcomes')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60);
}
