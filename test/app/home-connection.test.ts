import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import type { Result } from '../../shared/messages/result-schema';
import type { ReceivedBy } from '../../shared/core/received-by';
import { aMessage, members, resultOfBytes } from '../support/app';
import { TENANT_ID, aPolicy } from '../support/builders';
import { connectedApp } from '../support/connected-app';

const GROUP = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const SOC: ReceivedBy = 'webhook:soc';
const avery = members[0]?.id ?? '';

/** An app with a connection to its home tenant, in which everybody is a member of one group. */
function homeConnected(changes: Partial<Connection> = {}, policy: Parameters<typeof connectedApp>[1] = {}) {
  const connection: Connection = { tenantId: TENANT_ID, policy: {}, sources: [SOC], ...changes };
  const app = connectedApp([{ connection, users: members }], policy);
  const memberships = () => Promise.resolve({ kind: 'read', groups: [GROUP], roles: [] } as const);
  const directory = { ...app.dependencies.directory, memberships };
  const send = async (body: unknown, receivedBy: ReceivedBy = SOC): Promise<Result | undefined> => {
    const message = aMessage(body, {}, { messageId: JSON.stringify(body) });
    const history = { ...message.history, receivedBy };
    await processMessage({ ...app.dependencies, directory }, { ...message, history });
    const published = app.resultsTopic.published.at(-1);
    return published && resultOfBytes(published.body);
  };
  return { ...app, send };
}

describe('the home tenant, where a connection lets a sender speak for it', () => {
  it('is reached as it is for any other sender', async () => {
    const { send, tenant, tenants } = homeConnected();
    expect((await send({ user: avery }))?.subject).toBe('signOutPending');
    expect([tenant.revoked, tenants.get(TENANT_ID)?.revoked]).toEqual([[avery], []]);
  });
  it('protects the groups that its policy protects', async () => {
    const { send, tenant } = homeConnected({}, { protected: { users: [], groups: [GROUP], roles: [] } });
    expect((await send({ user: avery }))?.subject).toBe('protected');
    expect(tenant.revoked).toEqual([]);
  });
  it('has approvals required for the groups that its policy names', async () => {
    const { send } = homeConnected({}, { confirmation: { ...aPolicy().confirmation, groups: [GROUP] } });
    expect((await send({ user: avery }))?.subject).toBe('awaitingConfirmation');
  });
  it('is stricter for all where the connection is', async () => {
    const { send } = homeConnected({ policy: { protected: { users: [], groups: [GROUP], roles: [] } } });
    expect((await send({ user: avery }))?.subject).toBe('protected');
  });
  it('has its approvals carried out when the connection has ended', async () => {
    const { send, tenant } = homeConnected({ disconnected: true });
    const id = (await send({ user: avery, confirm: true }, 'queue'))?.data.confirmation?.id;
    const approval = { confirmation: id, decision: 'approve', by: 'lead@contoso.com' };
    expect((await send(approval, 'queue'))?.subject).toBe('signOutPending');
    expect(tenant.revoked).toEqual([avery]);
  });
});
