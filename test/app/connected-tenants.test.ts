import { describe, expect, it } from '@jest/globals';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { resolveProtectedEverywhere } from '../../shared/app/resolve-protected';
import type { Connection } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { Result } from '../../shared/messages/result-schema';
import { aDeadLetter, aMessage, resultOfBytes } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';

const THIRD_ID = 'c2057bda-3d4f-4a3e-8b62-8f9e0d1c2b3a';
const NORTHWIND: ReceivedBy = 'webhook:northwind';
const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };
const lead = { id: '1b2c3d4e-0000-4000-8000-000000000002', userPrincipalName: 'lead@northwind.example' };

function twoTenants(changes: Partial<Connection> = {}, others: readonly Connection[] = []) {
  const connection: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: [NORTHWIND], ...changes };
  const app = connectedApp([
    { connection, users: [robin, lead] },
    ...others.map((other) => ({ connection: other, users: [robin] })),
  ]);
  const northwind = app.tenants.get(OTHER_TENANT_ID);
  if (!northwind) throw new Error('The tenant is not connected.');
  const send = async (body: unknown, receivedBy: ReceivedBy = NORTHWIND): Promise<Result | undefined> => {
    const n = app.resultsTopic.published.length;
    const message = aMessage(body, {}, { messageId: `m-${String(n)}-${JSON.stringify(body)}` });
    await processMessage(app.dependencies, { ...message, history: { ...message.history, receivedBy } });
    return last();
  };
  const last = (): Result | undefined => {
    const published = app.resultsTopic.published.at(-1);
    return published && resultOfBytes(published.body);
  };
  return { ...app, northwind, send, last };
}

describe('a request for a connected tenant', () => {
  it('signs its user out there, and its outcome names the tenant', async () => {
    const { send, northwind, tenant } = twoTenants();
    const result = await send({ user: robin.userPrincipalName });
    expect([result?.subject, result?.data.tenantId, result?.data.verified]).toEqual([
      'signOutPending',
      OTHER_TENANT_ID,
      true,
    ]);
    expect([northwind.revoked, tenant.revoked]).toEqual([[robin.id], []]);
  });
  it('that its sender may not speak for is rejected, and its original kept', async () => {
    const { send, northwind, quarantine } = twoTenants();
    const result = await send({ user: robin.userPrincipalName, tenantId: OTHER_TENANT_ID }, 'queue');
    expect(result?.subject).toBe('rejected');
    expect(result?.data.issues).toEqual([
      { path: 'tenantId', message: `The sender queue may not speak for tenant ${OTHER_TENANT_ID}.` },
    ]);
    expect([northwind.revoked, quarantine.kept.length]).toEqual([[], 1]);
  });
  it('does not answer one of the home tenant with the same id', async () => {
    const { send, tenant, northwind } = twoTenants();
    await send({ id: 'same', user: robin.userPrincipalName });
    await send({ id: 'same', user: 'avery@contoso.com' }, 'webhook:contoso');
    expect([northwind.revoked.length, tenant.revoked.length]).toEqual([1, 1]);
  });
  it('goes by the policy of the connection', async () => {
    const { send, northwind } = twoTenants({ policy: { mode: 'whatIf' } });
    expect((await send({ user: robin.userPrincipalName }))?.data).toMatchObject({
      status: 'whatIf',
      predicted: 'signOutPending',
    });
    expect(northwind.revoked).toEqual([]);
  });
  it('for a user whom that tenant does not know signs nobody of the home tenant out', async () => {
    const { send, tenant, northwind } = twoTenants();
    const result = await send({ user: 'avery@contoso.com' });
    expect([result?.subject, result?.data.tenantId]).toEqual(['userNotFound', OTHER_TENANT_ID]);
    expect([tenant.revoked, northwind.revoked]).toEqual([[], []]);
  });
  it('ends as a dead letter with an outcome of its tenant', async () => {
    const { dependencies, last } = twoTenants();
    const letter = aDeadLetter({ user: robin.userPrincipalName }, { reason: 'MaxDeliveryCountExceeded' });
    await processDeadLetter(dependencies, {
      ...letter,
      history: { ...letter.history, receivedBy: NORTHWIND },
    });
    expect([last()?.subject, last()?.data.tenantId]).toEqual(['failed', OTHER_TENANT_ID]);
  });
});

describe('an approval in a connected tenant', () => {
  const asking = { sources: [NORTHWIND, 'queue'], policy: { confirmation: { always: true } } };

  it('is given by a person of that tenant, and carried out there', async () => {
    const { send, northwind } = twoTenants(asking);
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    const result = await send({ confirmation: id, decision: 'approve', by: lead.userPrincipalName }, 'queue');
    expect([result?.subject, result?.data.tenantId, northwind.revoked]).toEqual([
      'signOutPending',
      OTHER_TENANT_ID,
      [robin.id],
    ]);
  });
  it('is given by a person of the home tenant, who has no account there', async () => {
    const { send, northwind } = twoTenants(asking);
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    await send({ confirmation: id, decision: 'approve', by: 'lead@contoso.com' }, 'queue');
    expect(northwind.revoked).toEqual([robin.id]);
  });
  it('is not given by the user concerned', async () => {
    const { send, northwind } = twoTenants(asking);
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    const result = await send({ confirmation: id, decision: 'approve', by: robin.id }, 'queue');
    expect([result?.subject, northwind.revoked]).toEqual(['rejected', []]);
  });
  it('is given by the home tenant, where only a webhook may speak for the tenant', async () => {
    const { send, northwind } = twoTenants({ ...asking, sources: [NORTHWIND] });
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    await send({ confirmation: id, decision: 'approve', by: lead.userPrincipalName }, 'queue');
    expect(northwind.revoked).toEqual([robin.id]);
  });
  it('does not count from a sender that speaks for other tenants', async () => {
    const { send, northwind } = twoTenants({ ...asking, sources: [NORTHWIND] }, [
      { tenantId: THIRD_ID, policy: {}, sources: ['queue'] },
    ]);
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    const result = await send({ confirmation: id, decision: 'approve', by: lead.userPrincipalName }, 'queue');
    expect([result?.subject, northwind.revoked]).toEqual(['rejected', []]);
    expect(result?.data.issues?.[0]?.path).toBe('confirmation');
  });
  it('ends failed when the tenant was disconnected meanwhile', async () => {
    const { send, northwind, disconnect } = twoTenants(asking);
    const id = (await send({ user: robin.userPrincipalName }))?.data.confirmation?.id;
    disconnect(OTHER_TENANT_ID);
    const result = await send({ confirmation: id, decision: 'approve', by: 'lead@contoso.com' }, 'queue');
    expect([result?.subject, result?.data.tenantId, northwind.revoked]).toEqual([
      'failed',
      OTHER_TENANT_ID,
      [],
    ]);
    expect(result?.data.detail).toBe(`The tenant ${OTHER_TENANT_ID} is connected no longer.`);
  });
  it('is not asked for by a list of a sender that speaks for other tenants', async () => {
    const { send, requestQueue } = twoTenants({ ...asking, sources: [NORTHWIND] }, [
      { tenantId: THIRD_ID, policy: {}, sources: ['queue'] },
    ]);
    await send({ id: 'r-1', user: robin.userPrincipalName });
    await send({ request: 'r-1', decision: 'approve', by: 'lead@contoso.com' }, 'queue');
    expect(requestQueue.sent.filter(({ id }) => id.startsWith('decision-'))).toEqual([]);
  });
});

describe('a tenant that was disconnected', () => {
  it('is left alone, and its sender speaks for no other tenant', async () => {
    const { send, northwind, tenant } = twoTenants({ disconnected: true });
    for (const user of [robin.userPrincipalName, 'avery@contoso.com']) {
      const result = await send({ user });
      expect([result?.subject, result?.data.issues?.[0]?.message]).toEqual([
        'rejected',
        `The tenant ${OTHER_TENANT_ID} is connected no longer.`,
      ]);
    }
    expect([northwind.revoked, tenant.revoked]).toEqual([[], []]);
  });
  it('takes nothing from another one that the same sender speaks for', async () => {
    const other = { tenantId: THIRD_ID, policy: {}, sources: [NORTHWIND] };
    const { send } = twoTenants({ disconnected: true }, [other]);
    expect((await send({ user: robin.userPrincipalName }))?.data.tenantId).toBe(THIRD_ID);
  });
});

it('the protected entries of a connection are resolved in its tenant', async () => {
  const protectedThere = {
    users: [robin.userPrincipalName, 'gone@northwind.example'],
    groups: [],
    roles: [],
  };
  const { dependencies, send } = twoTenants({ policy: { protected: protectedThere } });
  expect(await resolveProtectedEverywhere(dependencies, 'all')).toEqual([
    {
      kind: 'problem',
      path: `tenants.${OTHER_TENANT_ID}.protected.users[1]`,
      problem: { kind: 'notFound' },
    },
  ]);
  expect((await send({ user: robin.id }))?.subject).toBe('protected');
  expect(TENANT_ID).not.toBe(OTHER_TENANT_ID);
});
