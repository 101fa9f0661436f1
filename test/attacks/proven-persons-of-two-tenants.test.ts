import { expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { Connection, TighterPolicy } from '../../shared/core/connection';
import { tenantOf } from '../../shared/app/tenant-of-approval';
import { approvalDigest } from '../../shared/core/approval-digest';
import { aMessage, resultOfBytes } from '../support/app';
import { OTHER_TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { aCaller, decideAs } from '../support/proven';

const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };
/** An account that the analyst of the home tenant has in the connected one. */
const leadElsewhere = {
  id: '1b2c3d4e-0000-4000-8000-000000000003',
  userPrincipalName: 'lead@northwind.example',
  addresses: ['lead@contoso.com'],
};

/** What becomes of the approval of `name`, of the sign-out of a user of the connected tenant. */
async function decided(
  name: string,
  user: string,
  {
    approvals = {},
    requestedBy = 'soc@contoso.com',
  }: Pick<TighterPolicy, 'approvals'> & { requestedBy?: string } = {},
) {
  const connection: Connection = {
    tenantId: OTHER_TENANT_ID,
    policy: { confirmation: { always: true }, approvals },
    sources: ['webhook:northwind', 'entra'],
  };
  const app = connectedApp([{ connection, users: [robin, leadElsewhere] }]);
  const message = aMessage({ user, requestedBy });
  const history = { ...message.history, receivedBy: 'webhook:northwind' } as const;
  await processMessage(app.dependencies, { ...message, history });
  const [published] = app.resultsTopic.published;
  const id = (published && resultOfBytes(published.body).data.confirmation?.id) ?? '';
  const request = (await app.dependencies.ledger.approvals.find(id))?.request;
  const digest = request ? approvalDigest(request, (await tenantOf(app.dependencies, request)).policy) : '';
  return decideAs(app, name, id, { digest, caller: aCaller(name, { signedInAt: app.clock.now() }) });
}

it('a proven person of the home tenant decides in a connected one, whatever sender speaks for it', async () =>
  expect(await decided('lead', robin.id)).toMatchObject({ kind: 'recorded' }));

it('nobody decides on the sign-out of an account of theirs in another tenant', async () => {
  expect(await decided('lead', leadElsewhere.id)).toMatchObject({
    kind: 'notAllowed',
    detail: expect.stringMatching(
      /^an account that a pending request .* cannot decide \(the request for approval [0-9a-f]{32}\)$/,
    ),
  });
  expect(await decided('other', leadElsewhere.id)).toMatchObject({ kind: 'recorded' });
});

it('nobody decides on a request of theirs by an account of another tenant', async () =>
  expect(await decided('lead', robin.id, { requestedBy: leadElsewhere.userPrincipalName })).toMatchObject({
    kind: 'notAllowed',
    detail: 'the requester cannot decide on the request',
  }));

it('what is stricter in the connected tenant counts there', async () => {
  const approvals = { proof: 'required', quorum: 2, authenticationContexts: [] } as const;
  expect(await decided('lead', robin.id, { approvals })).toEqual({ kind: 'voted', count: 1, quorum: 3 });
  expect(await decided('lead', robin.id, { approvals: { authenticationContexts: ['c1'] } })).toMatchObject({
    kind: 'stale',
  });
});
