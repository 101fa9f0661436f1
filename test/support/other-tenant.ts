import { processMessage } from '../../shared/app/process-message';
import type { InMemoryTenant, TenantUser } from '../twins/in-memory-tenant';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import { aMessage } from './app';
import type { ConversationWithTwins } from './conversation-with-twins';

/** The same app, whose tenant has other users by now. */
export function withUsers(app: ConversationWithTwins, users: readonly TenantUser[]) {
  const tenant: InMemoryTenant = inMemoryTenant(users, app.clock);
  const dependencies = {
    ...app.dependencies,
    directory: tenant.directory,
    revokers: { graph: tenant.revoker },
  };
  let messages = 0;
  return {
    tenant,
    dependencies,
    send: (body: unknown) =>
      processMessage(dependencies, aMessage(body, {}, { messageId: `later-${String(++messages)}` })),
  };
}
