import { expect, it } from '@jest/globals';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { confirmedRequest } from '../support/conversation-with-twins';
import { aCaller, decideAs, deliverOwn, idOf, provingApp } from '../support/proven';

/** The app, where the sign-out of avery waits for two; everybody has signed in just now. */
async function waiting(): Promise<{ readonly app: ConversationWithTwins; readonly id: string }> {
  const app = provingApp({ quorum: 2 });
  const history = { origin: { messageId: 'm-1' }, attempts: 0, receivedBy: `entra:${idOf('soc')}` };
  await app.send(confirmedRequest, { history });
  return { app, id: app.last()?.confirmation?.id ?? '' };
}

/** The app signs a user out, a minute later. */
async function signOut(app: ConversationWithTwins, name: string): Promise<void> {
  app.clock.advance(60_000);
  await app.send({ user: `${name}@contoso.com`, requestedBy: 'soc@contoso.com' });
  expect(app.tenant.revoked).toEqual([idOf(name)]);
  app.clock.advance(60_000);
}

it.each(['approve', 'decline', 'withdraw'] as const)(
  'the token of somebody who was signed out since decides nothing: %s',
  async (decision) => {
    const { app, id } = await waiting();
    const caller = aCaller('lead', { signedInAt: app.clock.now() });
    await signOut(app, 'lead');
    expect(await decideAs(app, 'lead', id, { decision, caller })).toMatchObject({ kind: 'stale' });
    const again = aCaller('lead', { signedInAt: app.clock.now() });
    expect(await decideAs(app, 'lead', id, { decision, caller: again })).not.toMatchObject({ kind: 'stale' });
  },
);

it('the vote of somebody who was signed out since does not count, until they vote again', async () => {
  const { app, id } = await waiting();
  await decideAs(app, 'lead', id);
  await signOut(app, 'lead');
  expect(await decideAs(app, 'other', id)).toEqual({ kind: 'voted', count: 1, quorum: 2 });
  expect(await decideAs(app, 'lead', id)).toMatchObject({ kind: 'recorded' });
  await deliverOwn(app);
  expect(app.tenant.revoked).toEqual([idOf('lead'), idOf('avery')]);
});

it('a vote counts as the one of its last sign-in', async () => {
  const { app, id } = await waiting();
  await decideAs(app, 'lead', id);
  await signOut(app, 'lead');
  expect(await decideAs(app, 'lead', id)).toEqual({ kind: 'voted', count: 1, quorum: 2 });
  expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'recorded' });
});

it('a message on a queue does not take the proof from a vote', async () => {
  const app = provingApp({ quorum: 2, proof: 'optional' });
  await app.send(confirmedRequest);
  const id = app.last()?.confirmation?.id ?? '';
  await decideAs(app, 'lead', id);
  await app.send({ confirmation: id, decision: 'approve', by: 'lead@contoso.com' });
  expect(await decideAs(app, 'other', id)).toMatchObject({
    kind: 'recorded',
    decision: { provenBy: { id: idOf('other') }, approvers: [{ id: idOf('lead') }, { id: idOf('other') }] },
  });
});
