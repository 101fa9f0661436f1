import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../shared/core/policy';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, resultOfBytes } from '../support/app';
import { apiOfTwins, aPerson, callers } from '../support/api';

/** The app with one request for each user that waits for approval, and their ids. */
async function waiting(users: readonly string[] = ['avery'], policy: Partial<Policy> = {}) {
  const side = apiOfTwins(policy, { ...callers, avery: aPerson('avery', 'approve') });
  for (const name of users) {
    const body = { user: `${name}@contoso.com`, confirm: true, requestedBy: 'soc@contoso.com' };
    await processMessage(side.dependencies, aMessage(body, {}, { messageId: `request-${name}` }));
    side.clock.advance(1000);
  }
  await side.drain();
  const list = await side.call('GET', 'approvals', { token: 'approver' });
  const ids = (list.body['value'] as { id: string }[]).map(({ id }) => id);
  const decide = (id: string, decision: string, token = 'approver') =>
    side.call('POST', `approvals/${id}`, { token, body: { decision } });
  const outcomes = () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
  return { ...side, list, ids, id: ids[0] ?? '', decide, outcomes };
}

describe('GET /api/approvals', () => {
  it('has what waits, the longest wait first, with who asked and for whom, page by page', async () => {
    const { list, call } = await waiting(['avery', 'blake']);
    expect(list).toMatchObject({
      status: 200,
      body: {
        value: [
          {
            status: 'awaitingConfirmation',
            user: { userPrincipalName: 'avery@contoso.com' },
            requestId: 'request-avery',
            requestedBy: 'soc@contoso.com',
            receivedBy: 'queue',
          },
          { requestId: 'request-blake' },
        ],
      },
    });
    const first = await call('GET', 'approvals?top=1', { token: 'approver' });
    const next = String(first.body['nextLink']).replace('/api/', '');
    expect((await call('GET', next, { token: 'approver' })).body).toMatchObject({
      value: [{ requestId: 'request-blake' }],
    });
  });
});

describe('a decision over the API', () => {
  it('counts at once, in the proven name of the person, and has the user signed out', async () => {
    const { id, decide, drain, tenant, outcomes } = await waiting();
    expect(await decide(id, 'approve')).toMatchObject({
      status: 200,
      body: { id, decision: 'approve', by: 'lead@contoso.com', byProven: true },
    });
    expect(tenant.revoked).toEqual([]);
    await drain();
    expect(tenant.revoked).toHaveLength(1);
    expect(outcomes().at(-1)).toMatchObject({
      status: 'signOutPending',
      confirmation: { id, decision: 'approve', by: 'lead@contoso.com', byProven: true },
    });
  });
  it('declines as well, and nobody is signed out', async () => {
    const { id, decide, drain, tenant, outcomes } = await waiting();
    expect(await decide(id, 'decline')).toMatchObject({ status: 200 });
    await drain();
    expect(tenant.revoked).toEqual([]);
    expect(outcomes().at(-1)).toMatchObject({ status: 'declined', confirmation: { byProven: true } });
  });
  it('is answered in the same way when it is repeated, and is carried out once', async () => {
    const { id, decide, drain, tenant } = await waiting();
    const first = await decide(id, 'approve');
    await drain();
    expect((await decide(id, 'approve')).body).toEqual(first.body);
    await drain();
    expect(tenant.revoked).toHaveLength(1);
  });
  it('is answered 409 where another counts, also one that came by the queue', async () => {
    const { id, decide, dependencies } = await waiting();
    await processMessage(
      dependencies,
      aMessage({ confirmation: id, decision: 'decline', by: 'other@contoso.com' }, {}, { messageId: 'd-1' }),
    );
    expect(await decide(id, 'approve')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('other@contoso.com') },
    });
  });
  it('is answered 409 when the time is over, and the request ends expired', async () => {
    const { id, decide, drain, clock, tenant, outcomes } = await waiting();
    clock.advance(90 * 86_400_000);
    expect(await decide(id, 'approve')).toMatchObject({ status: 409 });
    await drain();
    expect(tenant.revoked).toEqual([]);
    expect(outcomes().at(-1)).toMatchObject({ status: 'expired' });
  });
  it('of many is answered each by itself', async () => {
    const { ids, call, drain, tenant } = await waiting(['avery', 'blake', 'lead']);
    const body = { decision: 'approve', ids: [...ids, 'nothing-waits-here', ids[0]] };
    const answer = await call('POST', 'approvals', { token: 'approver', body });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        value: [
          { id: ids[0], byProven: true },
          { id: ids[1], byProven: true },
          // Nobody decides on their own sign-out.
          { id: ids[2], problem: { status: 403 } },
          { id: 'nothing-waits-here', problem: { status: 404 } },
        ],
      },
    });
    expect(answer.body['value']).toHaveLength(4);
    await drain();
    expect(tenant.revoked).toHaveLength(2);
  });
});
