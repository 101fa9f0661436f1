import { pendingRequests } from '../app/pending-requests';
import type { ApprovalEnvironment } from './approval-desk';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { print } from './output/print';
import { pendingView } from './pending-view';

/** Lists what waits for approval, the longest wait first. */
export async function listPending(
  output: Output,
  { connectApprovals, now, tenantId }: ApprovalEnvironment,
): Promise<ExitCode> {
  return connected(connectApprovals, async ({ approvals }) => {
    await print(await pendingRequests(approvals, now()), pendingView(tenantId), output);
    return exitCode.done;
  });
}
