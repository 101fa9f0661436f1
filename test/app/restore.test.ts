import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { storedId, userRevocationKey } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { textDetail } from '../../shared/core/detail';
import { aMessage } from '../support/app';
import { TENANT_ID } from '../support/builders';
import {
  aContainment,
  averyId,
  averysItems,
  contained,
  containingApp,
  recordsOf,
  restoreAs,
  sendingTo,
} from '../support/contained';
import type { ContainingApp } from '../support/contained';
import { decideAs, deliverOwn, idOf } from '../support/proven';

const CONTAINED = { 'sign-in': false, passkey: false, consent: false, laptop: false };
const ASKED = { kind: 'done', status: 202, body: { value: [{ status: 'approved' }] } };

/** Avery is contained, and a person has asked for it to be undone. */
async function restored(app?: ContainingApp): Promise<ContainingApp> {
  const side = app ?? (await contained());
  expect(await restoreAs(side, 'lead')).toMatchObject(ASKED);
  await deliverOwn(side);
  return side;
}

function failingRevoker({ dependencies }: ContainingApp, kind: 'forbidden' | 'unavailable') {
  const { graph } = dependencies.revokers;
  const failure = { kind, detail: textDetail('Away.') } as const;
  const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
  return { ...dependencies, revokers: { graph: { ...graph, revoke } } };
}

describe('a restore by a proven person', () => {
  it('revokes once more, and then brings back what we changed, signing in last', async () => {
    const app = await restored();
    expect(app.tenant.revoked).toEqual([averyId]);
    expect(app.things.broughtBack()).toEqual(['consent', 'laptop', 'sign-in']);
    expect(app.things.state()).toEqual({ 'sign-in': true, passkey: false, consent: true, laptop: true });
  });
  it('is published as an outcome of its own, which lists each method and names what is final', async () => {
    const app = await restored();
    expect(app.last()).toMatchObject({
      status: 'restored',
      requestId: 'inc-1',
      revokedAt: app.clock.now().toISOString(),
      reason: 'It was a false alert',
      receivedBy: `entra:${idOf('lead')}`,
      confirmation: { decision: 'approve', by: 'lead@contoso.com', byProven: true, byId: idOf('lead') },
      methods: [
        { name: 'graph', status: 'accepted' },
        { name: 'disableSignIn', status: 'restored' },
        { name: 'removeAuthenticationMethods', status: 'unchanged', attempts: 0 },
        { name: 'removeConsents', status: 'restored' },
        { name: 'disableDevices', status: 'restored' },
      ],
    });
    expect(app.last()?.methods[2]?.detail).toContain('Final: removeAuthenticationMethods (passkey)');
    // Where all is back, the list says it.
    expect(app.last()?.methods[1]).not.toHaveProperty('detail');
    expect(app.last()?.message).toBe(
      'avery@contoso.com was signed out once more, and can work again. Changes brought back: 3; left, since the app did not change it, or somebody else has since: 0; final: 1.',
    );
  });
  it('ends the containment, which is stored for the record retention from then on', async () => {
    const app = await restored();
    expect(await recordsOf(app)).toMatchObject([
      { state: 'restored', endedBy: 'lead@contoso.com', endedAt: app.clock.now().toISOString() },
    ]);
    app.clock.advance(app.dependencies.policy.recordRetentionMs + 1000);
    await app.dependencies.ledger.sweep(app.clock.now());
    expect(await recordsOf(app)).toEqual([]);
  });
  it('is carried out once, however often it is asked for and delivered', async () => {
    const app = await restored();
    await deliverOwn(app);
    expect(await restoreAs(app, 'lead')).toMatchObject({ kind: 'problem', code: 'notFound' });
    expect(app.tenant.revoked).toEqual([averyId]);
    expect(new Set(app.published().map(({ id }) => id)).size).toBe(1);
  });
  it('leaves what somebody else has changed since, and says so', async () => {
    const app = await contained();
    app.things.changeByOther('laptop', true);
    app.things.changeByOther('consent', true);
    await restored(app);
    expect(app.things.broughtBack()).toEqual(['sign-in']);
    expect(app.last()?.methods).toMatchObject([
      {},
      { status: 'restored' },
      {},
      { name: 'removeConsents', status: 'unchanged' },
      { name: 'disableDevices', status: 'unchanged' },
    ]);
  });
});

describe('a process that dies', () => {
  it('after it has ended the containment signs nobody out a second time', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    const { ledger } = app.dependencies;
    const record = () => Promise.reject(new Error('killed'));
    const dying = { ...app.dependencies, ledger: { ...ledger, outcomes: { ...ledger.outcomes, record } } };
    await expect(deliverOwn({ ...app, send: sendingTo(dying) })).rejects.toThrow('killed');
    expect(await recordsOf(app)).toMatchObject([{ state: 'restored' }]);
    app.clock.advance(60_000);
    await deliverOwn({ ...app, send: sendingTo(failingRevoker(app, 'forbidden')) });
    expect(app.tenant.revoked).toEqual([averyId]);
    expect(app.last()).toMatchObject({ status: 'restored', revokedAt: '2026-11-23T10:00:01.000Z' });
    expect(app.last()?.methods.map(({ status }) => status)).toEqual([
      'accepted',
      'restored',
      'unchanged',
      'restored',
      'restored',
    ]);
  });
});

describe('nothing is enabled', () => {
  it('while the revocation has not been made, which is tried again', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    const sent = app.requestQueue.sent.find(({ id }) => id.startsWith('decision-'));
    const message = aMessage(Buffer.from(sent?.body ?? []), {}, { messageId: sent?.id ?? '' });
    const { retry } = await processMessage(failingRevoker(app, 'unavailable'), message);
    expect(retry).toMatchObject({ reason: 'backendUnavailable' });
    expect(app.things.state()).toEqual(CONTAINED);
    expect(await recordsOf(app)).toMatchObject([{ state: 'restoring' }]);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored' });
  });
  it('when Graph refuses to revoke: the outcome says why, and it can be asked for again', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    await deliverOwn({ ...app, send: sendingTo(failingRevoker(app, 'forbidden')) });
    expect(app.last()).toMatchObject({ status: 'failed', message: 'Nothing was brought back. Away.' });
    expect(app.things.state()).toEqual(CONTAINED);
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
    expect(await restoreAs(app, 'lead')).toMatchObject(ASKED);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored' });
    expect(app.things.state()).toMatchObject({ 'sign-in': true });
  });
  it('while the emergency switch has stopped all revocations', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    const stopped = { ...app.dependencies, policy: { ...app.dependencies.policy, revocationEnabled: false } };
    await deliverOwn({ ...app, send: sendingTo(stopped) });
    expect(app.last()).toMatchObject({ status: 'notEnabled' });
    expect(app.things.state()).toEqual(CONTAINED);
  });
  it('where settings only allow what-if', async () => {
    const app = await contained(containingApp(averysItems, { mode: 'whatIf' }));
    await restoreAs(app, 'lead');
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'whatIf', predicted: 'restored' });
    expect(app.things.state()).toEqual(CONTAINED);
  });
});

describe('a step that fails', () => {
  it('stops no other, and is tried again while it may pass', async () => {
    const app = await contained();
    app.things.fail('removeConsents', 'throttled');
    await restoreAs(app, 'lead');
    await deliverOwn(app);
    expect(app.published()).toEqual([]);
    expect(app.things.state()).toMatchObject({ laptop: true, consent: false, 'sign-in': true });
    app.things.heal();
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored' });
    expect(app.things.broughtBack()).toEqual(['laptop', 'sign-in', 'consent']);
  });
  it('for good is reported, and what is left can be asked for again', async () => {
    const app = await contained();
    app.things.fail('disableSignIn', 'forbidden');
    await restoreAs(app, 'lead');
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'failed' });
    expect(app.last()?.methods.map(({ status }) => status)).toEqual([
      'accepted',
      'failed',
      'unchanged',
      'restored',
      'restored',
    ]);
    app.things.heal();
    await restoreAs(app, 'lead');
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored' });
    expect(app.tenant.revoked).toEqual([averyId, averyId]);
  });
  it('is one that is not configured any more', async () => {
    const app = await contained();
    const { disableSignIn: _gone, ...containmentMethods } = app.dependencies.containmentMethods;
    await restoreAs(app, 'lead');
    await deliverOwn({ ...app, send: sendingTo({ ...app.dependencies, containmentMethods }) });
    expect(app.last()).toMatchObject({ status: 'failed' });
    expect(app.last()?.detail).toContain('The step disableSignIn is not configured any more');
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
  });
});

describe('a newer alert on the user that is open', () => {
  const later = {
    outcomeId: storedId<OutcomeId>('contained-2'),
    requestId: 'inc-2',
    startedAt: '2026-11-23T10:00:00.500Z',
  };
  const newer: readonly (readonly [string, (app: ContainingApp) => Promise<unknown>, string])[] = [
    [
      'a later containment',
      ({ dependencies }) => dependencies.ledger.containments.begin(aContainment(later)),
      'the request inc-2 contained them',
    ],
    [
      'a later request that waits for approval',
      (app) => app.send({ id: 'inc-3', user: 'avery@contoso.com', confirm: true }),
      'the request inc-3 of',
    ],
    [
      'a later sign-out',
      (app) => app.send({ id: 'inc-4', user: 'avery@contoso.com' }),
      'they were signed out for it',
    ],
  ];
  it.each(newer)('refuses it: %s', async (_what, happen, why) => {
    const app = await contained();
    await happen(app);
    const answer = await restoreAs(app, 'lead');
    expect(answer).toMatchObject({ kind: 'problem', code: 'notPossible' });
    expect(answer).toHaveProperty('detail', expect.stringContaining(why));
    await deliverOwn(app);
    expect(app.things.state()).toEqual(CONTAINED);
  });
  it.each(newer)('refuses it also between the approval and its work: %s', async (_what, happen, why) => {
    const app = await contained();
    await restoreAs(app, 'lead');
    await happen(app);
    const revoked = app.tenant.revoked.length;
    await deliverOwn(app);
    const failed = app.published().find(({ data }) => data.status === 'failed');
    expect(failed?.data.detail).toContain(why);
    expect(app.things.state()).toEqual(CONTAINED);
    expect(app.tenant.revoked).toHaveLength(revoked);
  });
  it('is none once the time is over for which a sign-out answers further alerts', async () => {
    const app = await contained();
    await app.send({ id: 'inc-4', user: 'avery@contoso.com' });
    app.clock.advance(app.dependencies.policy.deduplicationWindowMs + 1000);
    expect(await restoreAs(app, 'lead')).toMatchObject(ASKED);
  });
  it('is not the revocation of the containment itself', async () => {
    const app = await contained();
    const { userRevocations } = app.dependencies.ledger;
    const now = app.clock.now();
    const term = {
      now,
      expiresAt: new Date(now.getTime() + 1e9),
      leaseId: 'l',
      leaseExpiresAt: new Date(now.getTime() + 1e4),
    };
    const acquired = await userRevocations.acquire(userRevocationKey(TENANT_ID, averyId), term);
    if (acquired.kind !== 'acquired') throw new Error('The lease is held.');
    const outcomeId = storedId<OutcomeId>('contained-1');
    await userRevocations.record(acquired.lease, { outcomeId, revokedAt: now.toISOString() });
    expect(await restoreAs(app, 'lead')).toMatchObject(ASKED);
  });
  it('does not keep the newest containment of the user from being undone', async () => {
    const app = await contained();
    await app.dependencies.ledger.containments.begin(aContainment(later));
    expect(await restoreAs(app, 'lead', { requestId: 'inc-2' })).toMatchObject(ASKED);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored', requestId: 'inc-2' });
    expect(await restoreAs(app, 'lead')).toMatchObject(ASKED);
  });
});

describe('a quorum', () => {
  it('is asked where several must approve: who asks has voted, and the others are asked', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    const answer = await restoreAs(app, 'lead');
    expect(answer).toMatchObject({
      status: 202,
      body: { value: [{ status: 'voted', approvals: { count: 1, quorum: 2 } }] },
    });
    expect(app.last()).toMatchObject({ status: 'awaitingConfirmation', requestId: 'inc-1' });
    expect(app.last()?.message).toBe(
      'lead@contoso.com asks to bring back what was changed of avery@contoso.com, after one more revocation: disableSignIn (sign-in), removeConsents (consent), disableDevices (laptop). What is final: removeAuthenticationMethods (passkey).',
    );
    const id = app.last()?.confirmation?.id ?? '';
    await deliverOwn(app);
    expect(app.things.state()).toEqual(CONTAINED);
    expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
    await deliverOwn(app);
    expect(app.last()).toMatchObject({
      status: 'restored',
      confirmation: { approvers: [{}, {}], quorum: 2 },
    });
  });
  it('is reached as well by a second person who asks for the same', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'voted' }] } });
    expect(await restoreAs(app, 'other')).toMatchObject(ASKED);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored' });
  });
});
