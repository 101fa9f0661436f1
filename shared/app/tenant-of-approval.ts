import type { ApprovalRequest } from '../core/approval';
import type { Dependencies } from './dependencies';
import { dependenciesIn } from './tenant-dependencies';

/** What the app acts with in the tenant of a request for approval; what is left of a disconnected one is decided at home. */
export async function tenantOf(
  app: Dependencies,
  { identity }: Pick<ApprovalRequest, 'identity'>,
): Promise<Dependencies> {
  return (await dependenciesIn(app, identity.tenantId)) ?? app;
}
