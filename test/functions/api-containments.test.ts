import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../shared/core/policy';
import type { Containment } from '../../shared/core/containment';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { detail } from '../../shared/core/detail';
import { resultOfBytes } from '../support/app';
import { aPerson, apiOfTwins, callers } from '../support/api';
import { aPolicy } from '../support/builders';
import {
  aContainment,
  averyId,
  averysItems,
  contain,
  stepsOfAvery,
  thingsOfAvery,
} from '../support/contained';
import { idOf } from '../support/proven';

const asked = { requestId: 'inc-1', reason: 'It was a false alert' };

/** The API of an app that has contained Avery. */
async function containedOverApi(policy: Partial<Policy> = {}) {
  const side = apiOfTwins(
    {
      ...policy,
      approvals: { ...aPolicy().approvals, ...policy.approvals, proof: 'required', provesRestores: true },
    },
    { ...callers, operator: aPerson('x', 'operate'), avery: aPerson('avery', 'approve', 'operate') },
    (twins) => {
      const things = thingsOfAvery(averysItems, twins.clock);
      return { things, dependencies: { ...twins.dependencies, containmentMethods: things.methods } };
    },
  );
  const { things } = side as typeof side & { readonly things: ReturnType<typeof thingsOfAvery> };
  const kept = [{ item: { kind: 'device', id: 'old laptop' }, reason: detail('nobodyNamed') }] as const;
  await contain(side.dependencies, things.methods, aContainment({ steps: stepsOfAvery, kept }));
  side.clock.advance(1000);
  const outcomes = () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
  const restore = (body: object = asked, token = 'approver') => side.call('POST', 'restore', { token, body });
  const list = async (query = '') => {
    const { body, status } = await side.call('GET', `containments${query}`, { token: 'analyst' });
    return { status, value: (body['value'] ?? []) as Record<string, unknown>[], body };
  };
  return { ...side, things, outcomes, restore, list };
}

describe('GET /api/containments', () => {
  it('has what was changed, what is final and what was left, and not what undoing needs', async () => {
    const { list } = await containedOverApi();
    const { value } = await list();
    expect(value).toMatchObject([
      {
        requestId: 'inc-1',
        user: { id: averyId, userPrincipalName: 'avery@contoso.com', reference: 'avery@contoso.com' },
        state: 'open',
        changes: [
          { step: 'disableSignIn', item: { kind: 'signIn' }, state: 'made' },
          { step: 'removeAuthenticationMethods', isFinal: true, state: 'made' },
          { step: 'removeConsents' },
          { step: 'disableDevices' },
        ],
        kept: [{ item: { id: 'old laptop' }, reason: expect.any(String) }],
      },
    ]);
    expect(JSON.stringify(value)).not.toContain('before');
  });
  it('is filtered by user, request and state, and has those that have ended of a user or a request', async () => {
    const { list, call, drain, restore } = await containedOverApi();
    const counts = async (queries: readonly string[]) =>
      Promise.all(queries.map(async (query) => (await list(query)).value.length));
    expect(await counts(['?user=avery@contoso.com', '?user=blake@contoso.com', '?requestId=inc-1'])).toEqual([
      1, 0, 1,
    ]);
    expect(await counts(['?requestId=inc-2', '?state=restoring', '?state=open&tenant=fabrikam'])).toEqual([
      0, 0, 0,
    ]);
    await restore();
    await drain();
    expect(
      await counts([
        '',
        `?user=${averyId}`,
        '?requestId=inc-1&state=restored',
        '?requestId=inc-1&state=open',
      ]),
    ).toEqual([0, 1, 1, 0]);
    expect((await list('?state=restored')).status).toBe(400);
    expect((await list('?state=undone')).status).toBe(400);
    expect((await call('GET', 'containments?user=nobody@contoso.com', { token: 'analyst' })).status).toBe(
      404,
    );
  });
  it('comes page by page, the newest first', async () => {
    const { dependencies, list } = await containedOverApi();
    const later = (n: number): Containment =>
      aContainment({
        outcomeId: storedId<OutcomeId>(`later-${String(n)}`),
        requestId: `inc-${String(n)}`,
        startedAt: `2026-11-23T10:00:0${String(n)}.000Z`,
      });
    for (const n of [4, 2, 3]) await dependencies.ledger.containments.begin(later(n));
    const seen: unknown[] = [];
    for (let query: string | undefined = '?top=1'; query !== undefined;) {
      const { value, body } = await list(query);
      seen.push(...value.map((one) => one['requestId']));
      query = (body['nextLink'] as string | undefined)?.replace('/api/containments', '');
    }
    expect(seen).toEqual(['inc-4', 'inc-3', 'inc-2', 'inc-1']);
  });
});

describe('POST /api/restore', () => {
  it('is carried out in the name of the caller', async () => {
    const { restore, drain, things, outcomes, tenant } = await containedOverApi();
    expect(await restore()).toMatchObject({
      status: 202,
      body: { value: [{ user: { id: averyId }, status: 'approved', approval: expect.any(String) }] },
    });
    expect(tenant.revoked).toEqual([]);
    await drain();
    expect(tenant.revoked).toEqual([averyId]);
    expect(things.state()).toMatchObject({ 'sign-in': true, laptop: true });
    expect(outcomes().at(-1)).toMatchObject({ status: 'restored', confirmation: { byId: idOf('lead') } });
  });
  it('says what would be brought back and what is final, and changes nothing under what-if', async () => {
    const { restore, drain, things, requestQueue, dependencies } = await containedOverApi();
    expect(await restore({ ...asked, whatIf: true })).toMatchObject({
      status: 200,
      body: {
        value: [
          {
            status: 'whatIf',
            changes: [
              { step: 'disableSignIn', id: 'sign-in', name: 'sign-in' },
              { step: 'removeConsents', id: 'consent', name: 'consent' },
              { step: 'disableDevices', id: 'laptop', name: 'laptop' },
            ],
            final: [{ step: 'removeAuthenticationMethods', id: 'passkey', name: 'passkey' }],
          },
        ],
      },
    });
    await dependencies.ledger.containments.begin(
      aContainment({
        outcomeId: storedId<OutcomeId>('later'),
        requestId: 'inc-2',
        startedAt: '2026-11-23T11:00:00.000Z',
      }),
    );
    const { body } = await restore({ ...asked, whatIf: true });
    expect(body['value']).toMatchObject([{ refusal: expect.stringContaining('the request inc-2') }]);
    await drain();
    expect(requestQueue.sent).toEqual([]);
    expect(things.state()).toMatchObject({ 'sign-in': false });
  });
  it('waits for others where several must approve, who see what is brought back', async () => {
    const side = await containedOverApi({ approvals: { ...aPolicy().approvals, quorum: 2 } });
    expect(await side.restore()).toMatchObject({
      status: 202,
      body: { value: [{ status: 'voted', approvals: { count: 1, quorum: 2 } }] },
    });
    const { body } = await side.call('GET', 'approvals', { token: 'approver' });
    const [waiting] = body['value'] as { id: string; digest: string }[];
    expect(waiting).toMatchObject({
      status: 'awaitingConfirmation',
      approvals: { count: 1, quorum: 2 },
      restore: { changes: [{ name: 'sign-in' }, {}, {}], final: [{ name: 'passkey' }] },
    });
    const decision = { decision: 'approve', digest: waiting?.digest };
    const path = `approvals/${waiting?.id ?? ''}`;
    expect(await side.call('POST', path, { token: 'everything', body: decision })).toMatchObject({
      status: 200,
    });
    await side.drain();
    expect(side.outcomes().at(-1)).toMatchObject({ status: 'restored' });
  });
  it.each<[string, object, string, number]>([
    ['without a reason', { requestId: 'inc-1' }, 'approver', 400],
    ['with a field that is not known', { ...asked, force: true }, 'approver', 400],
    ['by a reader', asked, 'analyst', 403],
    ['by an operator alone', asked, 'operator', 403],
    ['by an application', asked, 'playbook', 403],
    ['by the user concerned', asked, 'avery', 403],
    ['of a request that has contained nobody', { ...asked, requestId: 'inc-2' }, 'approver', 404],
    ['of a user who was not contained', { ...asked, user: 'blake@contoso.com' }, 'approver', 404],
  ])('is refused %s', async (_what, body, token, status) => {
    const { restore, drain, things, requestQueue } = await containedOverApi();
    expect(await restore(body, token)).toMatchObject({ status });
    await drain();
    expect(requestQueue.sent).toEqual([]);
    expect(things.state()).toMatchObject({ 'sign-in': false });
  });
});

describe('POST /api/give-up', () => {
  it('ends the containment, with who did it and why, and nothing is brought back by the app any more', async () => {
    const { call, list, restore, things } = await containedOverApi();
    expect(await call('POST', 'give-up', { token: 'operator', body: asked })).toMatchObject({
      status: 200,
      body: { value: [{ user: { id: averyId }, state: 'givenUp' }] },
    });
    expect((await list('?requestId=inc-1')).value).toMatchObject([
      { state: 'givenUp', endedBy: 'x@contoso.com', endedReason: asked.reason },
    ]);
    expect(await restore()).toMatchObject({ status: 404 });
    expect(things.state()).toMatchObject({ 'sign-in': false });
    expect(await call('POST', 'give-up', { token: 'operator', body: asked })).toMatchObject({ status: 404 });
  });
  it('ends a restore that is approved and has not begun', async () => {
    const { call, restore, drain, outcomes, things } = await containedOverApi();
    await restore();
    await call('POST', 'give-up', { token: 'operator', body: asked });
    await drain();
    expect(outcomes().at(-1)).toMatchObject({ status: 'duplicate' });
    expect(outcomes().at(-1)?.message).toContain('This was givenUp already');
    expect(things.state()).toMatchObject({ 'sign-in': false });
  });
  it('is refused while the containment is being undone, and to the user concerned', async () => {
    const { call, restore, drain, things } = await containedOverApi();
    expect(await call('POST', 'give-up', { token: 'avery', body: asked })).toMatchObject({ status: 403 });
    things.fail('disableSignIn', 'throttled');
    await restore();
    await drain();
    expect(await call('POST', 'give-up', { token: 'operator', body: asked })).toMatchObject({ status: 409 });
    expect(await call('POST', 'give-up', { token: 'approver', body: asked })).toMatchObject({ status: 403 });
  });
});
