import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { aMessage, copyOf } from '../support/app';
import { OTHER_TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { failing, publishedBy } from '../support/two-methods';

const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };
const sage = { id: '1b2c3d4e-0000-4000-8000-000000000002', userPrincipalName: 'sage@northwind.example' };
const connection: Connection = {
  tenantId: OTHER_TENANT_ID,
  policy: {},
  sources: ['webhook:northwind'],
  sharePointAdminUrl: 'https://northwind-admin.sharepoint.com',
};

/** A tenant in which SharePoint does not answer and Graph answers so, and which is disconnected while a request waits. */
async function disconnectedMeanwhile(body: unknown, graph: (userId: string) => RevocationAnswer | undefined) {
  const side = connectedApp([{ connection, users: [robin, sage] }]);
  let disconnected = false;
  const { tenants: port } = side.dependencies;
  const sharePoint = { pausedForMs: () => 0, revoke: () => Promise.resolve(failing('unavailable')) };
  const access: typeof port.access = (to) => {
    const { revokers, ...rest } = port.access(to);
    const revoke: typeof revokers.graph.revoke = async (user, call) =>
      graph(user.id) ?? revokers.graph.revoke(user, call);
    return { ...rest, revokers: { graph: { ...revokers.graph, revoke }, sharePoint } };
  };
  const connections = () => Promise.resolve(connectionsOf([{ ...connection, disconnected }]));
  const app: Dependencies = { ...side.dependencies, tenants: { connections, access } };
  const message = aMessage(body);
  await processMessage(app, {
    ...message,
    history: { ...message.history, receivedBy: 'webhook:northwind' },
  });
  disconnected = true;
  const copy = side.requestQueue.scheduled.at(-1);
  if (!copy) throw new Error('Nothing is scheduled.');
  side.clock.advance(60_000);
  const { retry } = await processMessage(app, copyOf(copy));
  return { ...side, ...publishedBy(side.resultsTopic), retry };
}

describe('a request that waits while its tenant is disconnected', () => {
  it('keeps the outcome that is published, and has its pending method end failed', async () => {
    const { outcomes, methodEvents, retry } = await disconnectedMeanwhile(
      { user: robin.id },
      () => undefined,
    );
    expect(retry).toBeUndefined();
    expect(outcomes().map(({ subject, data }) => [subject, data.tenantId])).toEqual([
      ['signOutPending', OTHER_TENANT_ID],
    ]);
    expect(methodEvents()).toMatchObject([
      { data: { tenantId: OTHER_TENANT_ID, method: { status: 'failed', attempts: 1 } } },
    ]);
    expect(methodEvents()[0]?.data.method.detail).toContain('is connected no longer');
  });
  it('ends failed for those users alone who have no outcome yet', async () => {
    const throttled = failing('throttled');
    const { outcomes, tenants, quarantine } = await disconnectedMeanwhile(
      { users: [robin.id, sage.id] },
      (userId) => (userId === sage.id ? throttled : undefined),
    );
    expect(outcomes().map(({ subject, data }) => [subject, data.user?.reference])).toEqual([
      ['signOutPending', robin.id],
      ['failed', sage.id],
    ]);
    expect(tenants.get(OTHER_TENANT_ID)?.revoked).toEqual([robin.id]);
    expect(quarantine.kept).toHaveLength(1);
  });
});
