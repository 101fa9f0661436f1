import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { UserReference } from '../../shared/core/user-reference';
import type { RevocationCall } from '../../shared/ports/revoker';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, copyOf, members } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
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

const DISCONNECTED: readonly Connection[] = [{ ...connection, disconnected: true }];
/** Rows that would have another tenant chosen than before. */
const changes: readonly [string, readonly Connection[]][] = [
  ['its row is removed', []],
  ['its row lists another sender', [{ ...connection, sources: ['webhook:another'] }]],
  ['the home tenant lists its sender', [{ ...connection, tenantId: TENANT_ID }, ...DISCONNECTED]],
];

/**
 * A tenant in which SharePoint does not answer and Graph answers so, and whose connections become these while a request waits.
 * The tenant has users of the home tenant's names.
 */
async function disconnectedMeanwhile(
  body: unknown,
  graph: (userId: string, call: RevocationCall) => RevocationAnswer | undefined,
  after: readonly Connection[] = DISCONNECTED,
  {
    settle = 'copy',
    askedAtHome = () => undefined,
  }: {
    readonly settle?: 'copy' | 'copyOfVersionBefore' | 'deadLetter';
    readonly askedAtHome?: (reference: UserReference) => void;
  } = {},
) {
  const side = connectedApp([{ connection, users: [robin, sage, ...members] }]);
  let rows: readonly Connection[] = [connection];
  const { tenants: port } = side.dependencies;
  const sharePoint = { pausedForMs: () => 0, revoke: () => Promise.resolve(failing('unavailable')) };
  const access: typeof port.access = (to) => {
    const { revokers, ...rest } = port.access(to);
    const revoke: typeof revokers.graph.revoke = async (user, call) =>
      graph(user.id, call) ?? revokers.graph.revoke(user, call);
    return { ...rest, revokers: { graph: { ...revokers.graph, revoke }, sharePoint } };
  };
  const connections = () => Promise.resolve(connectionsOf([...rows]));
  const { directory } = side.dependencies;
  const app: Dependencies = {
    ...side.dependencies,
    tenants: { connections, access },
    directory: { ...directory, find: (reference) => (askedAtHome(reference), directory.find(reference)) },
  };
  const message = aMessage(body);
  await processMessage(app, {
    ...message,
    history: { ...message.history, receivedBy: 'webhook:northwind' },
  });
  rows = after;
  const copy = side.requestQueue.scheduled.at(-1);
  if (!copy) throw new Error('Nothing is scheduled.');
  side.clock.advance(60_000);
  const { tenants: _carried, ...history } = copy.original.history;
  const again = settle === 'copyOfVersionBefore' ? { ...copyOf(copy), history } : copyOf(copy);
  const { retry } =
    settle === 'deadLetter'
      ? await processDeadLetter(app, { ...again, failures: 0 })
      : await processMessage(app, again);
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

describe.each(changes)('a request that waits while %s', (_change, after) => {
  const throttled = failing('throttled');

  it.each(['copy', 'deadLetter'] as const)('ends as if its tenant was disconnected: %s', async (settle) => {
    const { outcomes, methodEvents, tenant, tenants, retry } = await disconnectedMeanwhile(
      { users: ['avery@contoso.com', 'blake@contoso.com'] },
      (userId) => (userId === members[1]?.id ? throttled : undefined),
      after,
      { settle },
    );
    expect(retry).toBeUndefined();
    expect(outcomes().map(({ subject, data }) => [subject, data.tenantId])).toEqual([
      ['signOutPending', OTHER_TENANT_ID],
      ['failed', OTHER_TENANT_ID],
    ]);
    expect(outcomes()[1]?.data.detail).toContain('has changed since');
    expect(methodEvents().map(({ data }) => [data.tenantId, data.method.status])).toEqual([
      [OTHER_TENANT_ID, 'failed'],
    ]);
    expect(tenant.revoked).toEqual([]);
    expect(tenants.get(OTHER_TENANT_ID)?.revoked).toEqual([members[0]?.id]);
  });
});

describe('a copy of the version before, which carries no tenant', () => {
  it('ends where its tenant is disconnected', async () => {
    const { outcomes } = await disconnectedMeanwhile(
      { user: robin.id },
      () => failing('throttled'),
      DISCONNECTED,
      { settle: 'copyOfVersionBefore' },
    );
    expect(outcomes().map(({ subject, data }) => [subject, data.tenantId])).toEqual([
      ['failed', OTHER_TENANT_ID],
    ]);
  });
  it('is for the tenant for which its sender speaks now', async () => {
    const { outcomes } = await disconnectedMeanwhile({ user: robin.id }, () => failing('throttled'), [], {
      settle: 'copyOfVersionBefore',
    });
    expect(outcomes().map(({ subject, data }) => [subject, data.tenantId])).toEqual([
      ['userNotFound', TENANT_ID],
    ]);
  });
});

describe('a call that was interrupted in a tenant that is connected no longer', () => {
  it('is reported as one that may have been made, and is not looked up in the home tenant', async () => {
    const asked: unknown[] = [];
    const { outcomes } = await disconnectedMeanwhile(
      { user: robin.id },
      (_userId, { mayCall }) => {
        mayCall();
        throw new Unavailable('ledger', 'The process breaks.');
      },
      [],
      { askedAtHome: (reference) => void asked.push(reference) },
    );
    expect(asked).toEqual([]);
    expect(outcomes().map(({ subject, data }) => [subject, data.tenantId])).toEqual([
      ['failed', OTHER_TENANT_ID],
    ]);
    expect(outcomes()[0]?.data.detail).toContain('is connected no longer');
  });
});
