import { describe, expect, it } from '@jest/globals';
import { approve } from '../support/conversation-with-twins';
import type { ContainingApp } from '../support/contained';
import {
  aContainment,
  averyId,
  averysItems,
  contained,
  containingApp,
  recordsOf,
  restoreAs,
} from '../support/contained';
import { aMessage } from '../support/app';
import { decideAs, deliverOwn, idOf } from '../support/proven';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { personsConcerned } from '../../shared/app/persons-concerned';
import { processMessage } from '../../shared/app/process-message';

const CONTAINED = { 'sign-in': false, passkey: false, consent: false, laptop: false };
const message = { restore: 'inc-1', by: 'lead@contoso.com', reason: 'It was a false alert' };
const denied = { kind: 'problem', code: 'notAllowed' };

const isContained = async (app: ContainingApp): Promise<void> => {
  await deliverOwn(app);
  expect(app.things.state()).toEqual(CONTAINED);
  expect(app.tenant.revoked).toEqual([]);
};

describe('a message on the queue that asks for a restore', () => {
  it.each(['required', 'optional'] as const)(
    'only opens a request for approval, which proven persons alone decide, whatever policy asks: %s',
    async (proof) => {
      const app = await contained(containingApp(averysItems, {}, { proof }));
      await app.send(message);
      expect(app.last()).toMatchObject({
        status: 'awaitingConfirmation',
        requestId: 'inc-1',
        receivedBy: 'queue',
      });
      expect(app.last()?.message).toContain('disableSignIn (sign-in)');
      const id = app.last()?.confirmation?.id ?? '';
      await isContained(app);
      for (const by of ['lead@contoso.com', 'other@contoso.com']) {
        await app.send(approve(id, by));
        expect(app.last()?.issues?.[0]?.message).toContain('is not proven');
      }
      await app.send({ request: 'inc-1', decision: 'approve', by: 'other@contoso.com' });
      await isContained(app);
      expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
      await deliverOwn(app);
      expect(app.last()).toMatchObject({ status: 'restored', confirmation: { byId: idOf('other') } });
    },
  );
  it('does not keep the person from deciding in whose name somebody has sent it', async () => {
    const app = await contained();
    await app.send(message);
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'approved' }] } });
  });
  it('is approved on the queue where the app has no API, and not by the person who asks', async () => {
    const { dependencies, ...app } = await contained(containingApp(averysItems, {}, { proof: 'optional' }));
    const { provesRestores: _none, ...approvals } = dependencies.policy.approvals;
    const without = { ...dependencies, policy: { ...dependencies.policy, approvals } };
    const send = (body: unknown, n: number) =>
      processMessage(
        without,
        aMessage(body, {}, { messageId: `m-${String(n)}`, enqueuedAt: app.clock.now().toISOString() }),
      );
    await send(message, 1);
    const id = app.last()?.confirmation?.id ?? '';
    // A decision on all that waits of the request is one on sign-outs.
    await send({ request: 'inc-1', decision: 'approve', by: 'other@contoso.com' }, 4);
    expect(app.last()).toMatchObject({ status: 'nothingToDo' });
    await send(approve(id, 'lead@contoso.com'), 2);
    expect(app.last()).toMatchObject({ status: 'rejected' });
    expect(app.things.state()).toEqual(CONTAINED);
    await send(approve(id, 'other@contoso.com'), 3);
    expect(app.last()).toMatchObject({ status: 'restored', confirmation: { by: 'other@contoso.com' } });
    expect(app.last()?.confirmation).not.toHaveProperty('byProven');
  });
  it.each([
    'webhook:siem',
    'entra:9f0a6c7e-0f52-4a9b-8b3c-5a2f1c0d9e11',
    'issuer:https://idp.example',
  ] as const)('is rejected when it comes from %s', async (receivedBy) => {
    const app = await contained();
    await app.send(message, { history: { origin: { messageId: 'm' }, attempts: 0, receivedBy } });
    expect(app.last()).toMatchObject({ status: 'rejected' });
    expect(await restoreAs(app, 'lead', { whatIf: true })).toMatchObject({ status: 200 });
    await isContained(app);
  });
  it('is answered, and changes nothing, where there is nothing to undo', async () => {
    const app = await contained();
    await app.send({ ...message, restore: 'inc-7' });
    expect(app.last()).toMatchObject({ status: 'nothingToDo' });
    await app.send({ ...message, user: 'blake@contoso.com' });
    expect(app.last()).toMatchObject({ status: 'nothingToDo' });
    expect(app.last()?.message).toBe('No containment that can be undone matches this message.');
  });
  it('is rejected, with the reason, while a newer alert is open', async () => {
    const app = await contained();
    await app.send({ id: 'inc-9', user: 'avery@contoso.com', confirm: true });
    await app.send(message);
    expect(app.last()).toMatchObject({ status: 'rejected' });
    expect(app.last()?.issues?.[0]).toMatchObject({ path: 'restore' });
    expect(app.last()?.issues?.[0]?.message).toContain('the request inc-9');
  });
  it('is announced once, however often it is delivered', async () => {
    const app = await contained();
    const again = aMessage(message, {}, { messageId: 'restore-1' });
    await processMessage(app.dependencies, again);
    await processMessage(app.dependencies, again);
    await app.send(message);
    expect(new Set(app.published().map(({ id }) => id)).size).toBe(1);
  });
});

describe('a restore is not asked for by', () => {
  it.each<[string, string, Parameters<typeof restoreAs>[2]]>([
    ['the user concerned', 'other', { as: { objectId: averyId } }],
    ['an application', 'lead', { as: { kind: 'application' } }],
    ['a person of another tenant', 'lead', { as: { tenantId: 'fabrikam' } }],
  ])('%s', async (_who, name, changes) => {
    const app = await contained();
    expect(await restoreAs(app, name, changes)).toMatchObject(denied);
    await isContained(app);
    expect(app.requestQueue.sent).toEqual([]);
  });
  it('somebody whom policy does not name as an approver', async () => {
    const { confirmation } = containingApp().dependencies.policy;
    const policy = { confirmation: { ...confirmation, approvers: ['other@contoso.com'] } };
    const app = await contained(containingApp(averysItems, policy));
    expect(await restoreAs(app, 'lead')).toMatchObject(denied);
    await isContained(app);
    expect(await restoreAs(app, 'other')).toMatchObject({ status: 202 });
  });
  it('a person with a disabled account', async () => {
    const app = await contained();
    app.tenant.disable('lead@contoso.com');
    expect(await restoreAs(app, 'lead')).toMatchObject(denied);
    await isContained(app);
  });
  it('a person who has not signed in lately, who is asked to sign in again', async () => {
    const app = await contained();
    const signedInAt = new Date(app.clock.now().getTime() - 24 * 3_600_000);
    const answer = await restoreAs(app, 'lead', { as: { signedInAt } });
    expect(answer).toMatchObject({ kind: 'problem', code: 'stale' });
    expect(answer).toHaveProperty('authenticate', expect.stringContaining('insufficient_claims'));
    await isContained(app);
  });
  it('a person whose account a pending request of a proven sender names', async () => {
    const app = await contained();
    const receivedBy = 'webhook:siem';
    const body = { id: 'inc-8', user: idOf('lead'), confirm: true };
    await app.send(body, { history: { origin: { messageId: 'm' }, attempts: 0, receivedBy } });
    expect(await restoreAs(app, 'lead')).toMatchObject(denied);
    expect(await restoreAs(app, 'other')).toMatchObject({ status: 202 });
  });
});

describe('an approval of a restore', () => {
  it('that is declined or not given in time leaves all as it is, and says so', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    const first = app.last()?.confirmation?.id ?? '';
    await decideAs(app, 'other', first, { decision: 'decline' });
    await deliverOwn(app);
    expect(app.last()).toMatchObject({
      status: 'declined',
      message: 'other@contoso.com declined to bring back what was changed.',
    });
    await restoreAs(app, 'lead');
    const second = app.last()?.confirmation?.id ?? '';
    expect(second).not.toBe(first);
    app.clock.advance(30 * 86_400_000);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'expired' });
    expect(app.last()?.message).toContain('nothing was brought back');
    await isContained(app);
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'voted' }] } });
  });
  it('makes nobody a suspect who may decide on nothing: they are contained already', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    expect(await personsConcerned(app.dependencies)).toEqual([]);
  });
  it('does not count for what was not shown', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    const id = app.last()?.confirmation?.id ?? '';
    expect(await decideAs(app, 'other', id, { digest: '0'.repeat(64) })).toMatchObject({ kind: 'changed' });
  });
  it('does not count for what was changed after it was shown, which can be asked for again', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    const id = app.last()?.confirmation?.id ?? '';
    const { containments } = app.dependencies.ledger;
    const [stored] = await containments.ofRequest('inc-1');
    if (!stored) throw new Error('There is no containment.');
    const { containment } = stored;
    const item = { kind: 'device', id: 'tablet' } as const;
    const change = { step: 'disableDevices', item, state: 'made' } as const;
    await containments.write(stored, { ...containment, changes: [...containment.changes, change] });
    await decideAs(app, 'other', id);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'failed' });
    expect(app.last()?.message).toContain('More was changed than the people who approved were shown');
    await isContained(app);
    expect(await restoreAs(app, 'lead', { whatIf: true })).toMatchObject({
      body: { value: [{ changes: [{}, {}, {}, { name: 'tablet' }] }] },
    });
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'voted' }] } });
    expect(await restoreAs(app, 'other')).toMatchObject({ body: { value: [{ status: 'approved' }] } });
  });
  it('is not taken for one of the same request of another sender', async () => {
    const app = await contained();
    const other = { outcomeId: storedId<OutcomeId>('contained-9'), receivedBy: 'webhook:siem' as const };
    const { user } = aContainment();
    const blake = { ...user, id: idOf('blake'), userPrincipalName: 'blake@contoso.com' };
    await app.dependencies.ledger.containments.begin(aContainment({ ...other, user: blake }));
    expect(await restoreAs(app, 'lead')).toMatchObject({ kind: 'problem', code: 'notPossible' });
    // The name is that by which both were named.
    expect(await restoreAs(app, 'lead', { user: 'AVERY@contoso.com' })).toMatchObject({
      code: 'notPossible',
    });
    expect(await restoreAs(app, 'lead', { user: averyId.toUpperCase() })).toMatchObject({ status: 202 });
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored', user: { id: averyId } });
  });
});
