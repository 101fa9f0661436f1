import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { print } from './output/print';
import { pendingView } from './pending-view';
import type { ServiceEnvironment } from './service-environment';

export interface PendingEnvironment extends ServiceEnvironment {
  /** The home tenant, where it is known. */
  readonly tenantId?: string | undefined;
}

/** Lists what waits for approval, the longest wait first. */
export async function listPending(
  output: Output,
  { service, tenantId }: PendingEnvironment,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    await print(await app.pending(), pendingView(tenantId), output);
    return exitCode.done;
  });
}
