import { expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import { aMessage, members, resultOfBytes } from '../support/app';
import { OTHER_TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import type { TenantUser } from '../twins/in-memory-tenant';

const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };
/** The analyst of the home tenant, who is a guest in the connected tenant. */
const lead = members.find(({ userPrincipalName }) => userPrincipalName === 'lead@contoso.com')?.id ?? '';
const leadAsGuest = {
  id: '1b2c3d4e-0000-4000-8000-000000000002',
  userPrincipalName: 'lead_contoso.com#EXT#@northwind.example',
  userType: 'Guest',
  addresses: ['lead@contoso.com'],
};
const connection: Connection = {
  tenantId: OTHER_TENANT_ID,
  policy: { confirmation: { always: true } },
  sources: ['webhook:northwind'],
};

/** What becomes of an approval by this name, of a request by that one. */
async function decided(
  by: string,
  requestedBy: string,
  { user = robin.id, own = leadAsGuest }: { readonly user?: string; readonly own?: TenantUser } = {},
): Promise<string | undefined> {
  const app = connectedApp([{ connection, users: [robin, own] }]);
  const send = async (body: unknown, receivedBy: ReceivedBy) => {
    const message = aMessage(body, {}, { messageId: JSON.stringify(body) });
    await processMessage(app.dependencies, { ...message, history: { ...message.history, receivedBy } });
    const published = app.resultsTopic.published.at(-1);
    return published && resultOfBytes(published.body);
  };
  const asked = await send({ user, requestedBy }, 'webhook:northwind');
  const confirmation = asked?.data.confirmation?.id;
  return (await send({ confirmation, decision: 'approve', by }, 'queue'))?.subject;
}

const names = ['lead@contoso.com', lead];

it.each(names.flatMap((by) => names.map((requestedBy) => [by, requestedBy])))(
  'nobody decides on their own request by an account of another tenant: as %s on that of %s',
  async (by, requestedBy) => expect(await decided(by, requestedBy)).toBe('rejected'),
);

it.each(names)('another person of the home tenant decides as %s', async (by) =>
  expect(await decided(by, 'soc@contoso.com')).toBe('signOutPending'),
);

it.each(names)(
  'nobody decides on the sign-out of an account of theirs in another tenant: as %s',
  async (by) => {
    const own = {
      id: '1b2c3d4e-0000-4000-8000-000000000003',
      userPrincipalName: 'lead@northwind.example',
      addresses: ['lead@contoso.com'],
    };
    expect(await decided(by, 'soc@contoso.com', { user: own.id, own })).toBe('rejected');
    expect(await decided('other@contoso.com', 'soc@contoso.com', { user: own.id, own })).toBe(
      'signOutPending',
    );
  },
);
