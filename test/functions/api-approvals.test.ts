import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../shared/core/policy';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, resultOfBytes } from '../support/app';
import { apiOfTwins, aPerson, callers } from '../support/api';
import { NOW, aPolicy } from '../support/builders';

/** Long after every wait. */
const LATER = new Date(NOW.getTime() + 90 * 86_400_000);
const NO_DIGEST = '0'.repeat(64);

/** The app with one request for each user that waits for approval, and their ids. */
async function waiting(users: readonly string[] = ['avery'], policy: Partial<Policy> = {}) {
  const side = apiOfTwins(policy, {
    ...callers,
    avery: aPerson('avery', 'approve'),
    second: aPerson('x', 'approve'),
    later: { ...callers.approver, signedInAt: LATER },
    idle: { ...callers.approver, signedInAt: new Date(NOW.getTime() - 3_600_000) },
  });
  for (const name of users) {
    const body = { user: `${name}@contoso.com`, confirm: true, requestedBy: 'soc@contoso.com' };
    await processMessage(side.dependencies, aMessage(body, {}, { messageId: `request-${name}` }));
    side.clock.advance(1000);
  }
  await side.drain();
  const list = await side.call('GET', 'approvals', { token: 'approver' });
  const value = list.body['value'] as { id: string; digest: string }[];
  const ids = value.map(({ id }) => id);
  const digests = new Map(value.map(({ id, digest }) => [id, digest]));
  const decide = (id: string, decision: string, token = 'approver') =>
    side.call('POST', `approvals/${id}`, { token, body: { decision, digest: digests.get(id) ?? NO_DIGEST } });
  const outcomes = () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
  return { ...side, list, ids, digests, id: ids[0] ?? '', decide, outcomes };
}

describe('GET /api/approvals', () => {
  const proving = { ...aPolicy().approvals, proof: 'required' as const };
  const first = async ({ call }: Awaited<ReturnType<typeof waiting>>, query = '') => {
    const { body } = await call('GET', `approvals${query}`, { token: 'approver' });
    return (body['value'] as Record<string, unknown>[])[0];
  };
  it('has who has approved so far, and how many must', async () => {
    const side = await waiting(['avery'], { approvals: proving });
    expect(await first(side)).toMatchObject({ approvals: { count: 0, quorum: 2 }, approvers: [] });
    await side.decide(side.id, 'approve');
    const { objectId: id } = callers.approver;
    expect(await first(side)).toMatchObject({
      approvals: { count: 1, quorum: 2 },
      approvers: [{ id, userPrincipalName: 'lead@contoso.com' }],
    });
    await side.decide(side.id, 'withdraw');
    expect(await first(side)).toMatchObject({ approvals: { count: 0, quorum: 2 }, approvers: [] });
  });
  it('asks one person only for what a proven caller has asked for', async () => {
    const side = await waiting([], { approvals: proving });
    const body = { user: 'avery@contoso.com', confirm: true };
    await side.call('POST', 'requests', { token: 'analyst', body });
    await side.drain();
    expect(await first(side)).toMatchObject({ approvals: { count: 0, quorum: 1 } });
  });
  it('has those of one tenant, if that is asked for', async () => {
    const side = await waiting(['avery']);
    expect(await first(side, `?tenant=${aPolicy().tenantId.toUpperCase()}`)).toMatchObject({ id: side.id });
    expect(await first(side, '?tenant=fabrikam')).toBeUndefined();
  });
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
    expect(await decide(id, 'approve', 'later')).toMatchObject({ status: 409 });
    await drain();
    expect(tenant.revoked).toEqual([]);
    expect(outcomes().at(-1)).toMatchObject({ status: 'expired' });
  });
  it('of many is answered each by itself', async () => {
    const { ids, digests, call, drain, tenant } = await waiting(['avery', 'blake', 'lead']);
    const approvals = [...ids, 'nothing-waits-here', ids[0] ?? ''].map((id) => ({
      id,
      digest: digests.get(id) ?? NO_DIGEST,
    }));
    const body = { decision: 'approve', approvals };
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

describe('where decisions need proof', () => {
  const approvals = { ...aPolicy().approvals, proof: 'required' } as const;
  it('one by the queue changes nothing, and two people approve what nothing proves who asked for', async () => {
    const { id, decide, drain, tenant, dependencies, outcomes } = await waiting(['avery'], { approvals });
    await processMessage(
      dependencies,
      aMessage({ confirmation: id, decision: 'approve', by: 'other@contoso.com' }, {}, { messageId: 'd-1' }),
    );
    expect(outcomes().at(-1)).toMatchObject({
      status: 'rejected',
      detail: `by: is not proven, and policy requires that: decide by POST /api/approvals/${id}`,
    });
    const counted = { id, decision: 'approve', approvals: { count: 1, quorum: 2 } };
    expect(await decide(id, 'approve')).toMatchObject({ status: 202, body: counted });
    expect(await decide(id, 'withdraw')).toMatchObject({ status: 200, body: { id, decision: 'withdraw' } });
    expect(await decide(id, 'approve', 'second')).toMatchObject({ status: 202, body: counted });
    const { approver, second } = { approver: callers.approver.objectId, second: aPerson('x').objectId };
    expect(await decide(id, 'approve')).toMatchObject({
      status: 200,
      body: { by: 'lead@contoso.com', byProven: true, approvers: [second, approver] },
    });
    await drain();
    expect(tenant.revoked).toHaveLength(1);
    expect(outcomes().at(-1)?.confirmation).toMatchObject({
      byProven: true,
      approvers: [{ id: second }, { id: approver }],
    });
  });
  it('an account that is disabled decides nothing, and its approval counts no longer', async () => {
    const side = await waiting(['avery'], { approvals });
    const { id, decide, tenant, drain } = side;
    expect(await decide(id, 'approve')).toMatchObject({ status: 202 });
    tenant.disable('lead@contoso.com');
    expect(await decide(id, 'approve')).toMatchObject({
      status: 403,
      body: {
        detail: 'The caller cannot decide: lead@contoso.com is a disabled account, which cannot decide.',
      },
    });
    expect(await decide(id, 'approve', 'second')).toMatchObject({
      status: 202,
      body: { approvals: { count: 1, quorum: 2 } },
    });
    await drain();
    expect(tenant.revoked).toEqual([]);
  });
  it('a person who has signed in long ago is asked to sign in again, by a claims challenge', async () => {
    const { id, decide } = await waiting(['avery'], { approvals });
    const answer = await decide(id, 'approve', 'idle');
    expect(answer).toMatchObject({
      status: 401,
      body: { detail: 'This needs a sign-in of the last 15 min: sign in again.' },
    });
    const header = answer.headers.get('www-authenticate') ?? '';
    expect(header).toContain('authorization_uri="https://login.example/tenant/oauth2/v2.0/authorize"');
    expect(header).toContain('error="insufficient_claims"');
    const [, claims = ''] = /claims="([^"]+)"/.exec(header) ?? [];
    expect(JSON.parse(atob(claims))).toEqual({ access_token: { auth_time: { essential: true } } });
  });
  it('a decision on something else than is shown now is answered 409', async () => {
    const { id, ids, digests, call } = await waiting(['avery', 'blake'], { approvals });
    const body = { decision: 'approve', digest: digests.get(ids[1] ?? '') };
    expect(await call('POST', `approvals/${id}`, { token: 'approver', body })).toMatchObject({
      status: 409,
      body: { type: 'urn:session-revoker:problem:changed' },
    });
  });
});
