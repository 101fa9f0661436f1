import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import { processMessage } from '../../shared/app/process-message';
import { Unavailable } from '../../shared/ports/unavailable';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { approve, confirmationOf, confirmedRequest as request } from '../support/conversation-with-twins';
import { aCaller, decideAs, deliverOwn, idOf, provingApp, shownDigest } from '../support/proven';
import { aMessage } from '../support/app';
import { aPolicy } from '../support/builders';

const avery = idOf('avery');
/** A request of a caller of the API, who is proven. */
const viaApi = (name: string) => ({
  history: { origin: { messageId: 'm-1' }, attempts: 0, receivedBy: `entra:${idOf(name)}` },
});
/** A request for approval whose requester is proven, so that policy's own number of approvers suffices. */
async function pendingIn(app: ConversationWithTwins): Promise<string> {
  await app.send(request, viaApi('soc'));
  return app.last()?.confirmation?.id ?? '';
}

describe('the approval of a proven person', () => {
  it('signs the user out, and the outcome says who has proven to have approved', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    expect(await decideAs(app, 'lead', id)).toMatchObject({
      kind: 'recorded',
      decision: { decision: 'approve', by: 'lead@contoso.com', provenBy: { id: idOf('lead') } },
    });
    expect(app.tenant.revoked).toEqual([]);
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject({
      status: 'signOutPending',
      confirmation: { decision: 'approve', by: 'lead@contoso.com', byProven: true, byId: idOf('lead') },
    });
    expect(app.last()?.confirmation).not.toHaveProperty('approvers');
  });
  it('is answered in the same way when the call is repeated, and carried out once', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    const answers = [await decideAs(app, 'lead', id), await decideAs(app, 'lead', id)];
    await deliverOwn(app);
    await deliverOwn(app);
    answers.push(await decideAs(app, 'lead', id));
    expect(answers.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(new Set(app.published().map(({ id: event }) => event)).size).toBe(2);
  });
  it('is carried out although the process died before it sent the message', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    const send = () => Promise.reject(new Unavailable('serviceBus', new Error('gone')));
    const dying = { ...app.dependencies, requestQueue: { ...app.requestQueue, send } };
    await expect(decideAs({ ...app, dependencies: dying }, 'lead', id)).rejects.toThrow(Unavailable);
    app.clock.advance(6 * 60_000);
    expect(await resumeDecisions(app.dependencies)).toBe(1);
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()?.confirmation).toMatchObject({ byProven: true, byId: idOf('lead') });
  });
  it('waits for a backend that fails, as a decision that a message brings does', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    await decideAs(app, 'lead', id);
    const { graph } = app.dependencies.revokers;
    const failure = { kind: 'unavailable', detail: textDetail('Away.') } as const;
    const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
    const failing = {
      ...app,
      dependencies: { ...app.dependencies, revokers: { graph: { ...graph, revoke } } },
    };
    const sent = app.requestQueue.sent.find(({ id: name }) => name.startsWith('decision-'));
    const { retry } = await processMessage(
      failing.dependencies,
      aMessage(Buffer.from(sent?.body ?? []), {}, { messageId: sent?.id ?? '' }),
    );
    expect(retry).toMatchObject({ reason: 'backendUnavailable' });
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('a proven person who declines', () => {
  it('ends the wait alone, also after others have approved', async () => {
    const app = provingApp({ quorum: 2 });
    const id = await pendingIn(app);
    await decideAs(app, 'lead', id);
    expect(await decideAs(app, 'other', id, { decision: 'decline' })).toMatchObject({ kind: 'recorded' });
    await deliverOwn(app);
    expect(app.last()).toMatchObject({
      status: 'declined',
      confirmation: { decision: 'decline', by: 'other@contoso.com', byProven: true, byId: idOf('other') },
    });
    expect(app.tenant.revoked).toEqual([]);
  });
});

describe('a quorum', () => {
  it('is of distinct persons, all of whom the outcome names', async () => {
    const app = provingApp({ quorum: 2 });
    const id = await pendingIn(app);
    const voted = { kind: 'voted', count: 1, quorum: 2 };
    expect(await decideAs(app, 'lead', id)).toEqual(voted);
    expect(await decideAs(app, 'lead', id)).toEqual(voted);
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([]);
    expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()?.confirmation).toMatchObject({
      by: 'other@contoso.com',
      approvers: [
        { id: idOf('lead'), userPrincipalName: 'lead@contoso.com' },
        { id: idOf('other'), userPrincipalName: 'other@contoso.com' },
      ],
    });
    expect(await decideAs(app, 'lead', id)).toMatchObject({ kind: 'recorded' });
    expect(await decideAs(app, 'x', id)).toMatchObject({
      kind: 'decided',
      detail: { code: 'alreadyApproved' },
    });
  });
  it.each([
    ['the queue', {}],
    [
      'a webhook, in a name that nothing proves',
      { history: { origin: { messageId: 'm' }, attempts: 0, receivedBy: 'webhook:siem' } },
    ],
  ])('has one more where nothing proves who asked: by %s', async (_by, changes) => {
    const app = provingApp();
    await app.send(request, changes);
    const id = app.last()?.confirmation?.id ?? '';
    expect(await decideAs(app, 'lead', id)).toEqual({ kind: 'voted', count: 1, quorum: 2 });
    expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
  });
  it('does not count who took their approval back', async () => {
    const app = provingApp({ quorum: 2 });
    const id = await pendingIn(app);
    await decideAs(app, 'lead', id);
    expect(await decideAs(app, 'lead', id, { decision: 'withdraw', digest: '' })).toEqual({
      kind: 'withdrawn',
    });
    expect(await decideAs(app, 'other', id)).toEqual({ kind: 'voted', count: 1, quorum: 2 });
    expect(await decideAs(app, 'lead', id)).toMatchObject({ kind: 'recorded' });
    expect(await decideAs(app, 'lead', id, { decision: 'withdraw' })).toMatchObject({ kind: 'decided' });
  });
  it('does not count who may not decide any more', async () => {
    const app = provingApp({ quorum: 2 });
    const id = await pendingIn(app);
    await decideAs(app, 'lead', id);
    await app.send({ user: 'lead@contoso.com', confirm: true }, viaApi('x'));
    expect(await decideAs(app, 'other', id)).toEqual({ kind: 'voted', count: 1, quorum: 2 });
    const approvers = ['other@contoso.com', 'x@contoso.com'];
    const policy = { ...app.dependencies.policy, confirmation: { ...aPolicy().confirmation, approvers } };
    const dependencies = { ...app.dependencies, policy };
    expect(await decideAs({ ...app, dependencies }, 'x', id)).toMatchObject({ kind: 'recorded' });
  });
});

describe('without the need of proof', () => {
  it('a decision by a queue is a vote, which is answered, and the quorum decides', async () => {
    const app = provingApp({ proof: 'optional', quorum: 2 });
    const id = await confirmationOf(app, request);
    await app.send(approve(id));
    expect(app.published().at(-1)?.data).toMatchObject({
      status: 'nothingToDo',
      message: 'lead@contoso.com has approved, which makes 1 of the 2 people who must approve.',
    });
    await app.send(approve(id, 'LEAD@contoso.com'));
    expect(app.tenant.revoked).toEqual([]);
    expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()?.confirmation).toMatchObject({ by: 'other@contoso.com', approvers: [{}, {}] });
    expect(app.last()?.confirmation).not.toHaveProperty('byProven');
  });
});

describe('a decision that does not count', () => {
  it('is one on something that nobody has asked for', async () =>
    expect(await decideAs(provingApp(), 'lead', 'unknown')).toEqual({ kind: 'notFound' }));
  it('is one on another plan than is carried out now', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    const digest = await shownDigest(app.dependencies, id);
    const policy = { ...app.dependencies.policy, mode: 'whatIf' as const };
    const changed = { ...app, dependencies: { ...app.dependencies, policy } };
    expect(await decideAs(changed, 'lead', id, { digest })).toEqual({
      kind: 'changed',
      digest: await shownDigest(changed.dependencies, id),
    });
  });
  it('is one after the end of the wait, which then is published', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    app.clock.advance(12 * 3_600_000);
    expect(await decideAs(app, 'lead', id)).toMatchObject({
      kind: 'decided',
      detail: { code: 'alreadyExpired' },
    });
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'expired' });
    expect(app.tenant.revoked).toEqual([]);
  });
  it('waits while the directory cannot say who may decide', async () => {
    const app = provingApp();
    const id = await pendingIn(app);
    const failure = { kind: 'throttled', detail: textDetail('Busy.') } as const;
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    const directory = { ...app.dependencies.directory, find };
    const dependencies = { ...app.dependencies, directory };
    expect(await decideAs({ ...app, dependencies }, 'lead', id)).toMatchObject({ kind: 'retry' });
    expect((await app.dependencies.ledger.approvals.find(id))?.votes).toBeUndefined();
  });
  it('is one of a person who must sign in again', async () => {
    const app = provingApp({ authenticationContexts: ['c1'] });
    const id = await pendingIn(app);
    const caller = aCaller('lead', { signedInAt: new Date(0), authenticationContexts: ['c2'] });
    const answer = await decideAs(app, 'lead', id, { caller });
    expect(answer).toMatchObject({ kind: 'stale', challenge: { maxAgeS: 900, contexts: ['c1'] } });
  });
});
