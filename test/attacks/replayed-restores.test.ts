import { describe, expect, it } from '@jest/globals';
import { restoreApprovalId } from '../../shared/core/restore-ids';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { approve } from '../support/conversation-with-twins';
import type { ContainingApp } from '../support/contained';
import { averysItems, contained, containingApp, recordsOf, restoreAs } from '../support/contained';
import { decideAs, deliverOwn } from '../support/proven';

const CONTAINED = { 'sign-in': false, passkey: false, consent: false, laptop: false };
const approval = restoreApprovalId(storedId<OutcomeId>('contained-1'), 0);

/** A restore that was approved, and refused since something newer was open, which is closed by now. */
async function refused(): Promise<ContainingApp> {
  const app = await contained();
  await restoreAs(app, 'lead');
  await app.send({ id: 'inc-9', user: 'avery@contoso.com', confirm: true });
  const newer = app.last()?.confirmation?.id ?? '';
  await deliverOwn(app);
  expect(app.last()).toMatchObject({ status: 'failed' });
  expect(await decideAs(app, 'other', newer, { decision: 'decline' })).toMatchObject({ kind: 'recorded' });
  return app;
}

/** As somebody who may send to the request queue can write it. */
const replay = (app: ContainingApp, body: object, n = 1) =>
  app.send(body, {
    history: {
      origin: { messageId: `forged-${String(n)}` },
      attempts: 0,
      receivedBy: 'queue',
      replay: `r-${String(n)}`,
    },
  });

describe('an approval that was used up is not used again', () => {
  it.each([
    ['the end of its wait', { confirmation: approval, decision: 'expire' }],
    ['the decision of the app itself', undefined],
    ['another approval', approve(approval, 'other@contoso.com')],
  ])('by a replay of %s', async (_what, body) => {
    const app = await refused();
    const own = app.requestQueue.sent.map((sent) => JSON.parse(Buffer.from(sent.body).toString()) as object);
    const bodies = body ? [body] : own;
    for (const [n, one] of bodies.entries()) await replay(app, one, n);
    if (!body)
      for (const { id: messageId, body: bytes } of app.requestQueue.sent)
        await app.send(Buffer.from(bytes), {
          history: { origin: { messageId }, attempts: 0, receivedBy: 'queue', replay: 'r-own' },
        });
    expect(app.things.state()).toEqual(CONTAINED);
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
    expect(await restoreAs(app, 'lead')).toMatchObject({ status: 202 });
  });
  it('by a copy of the decision, where the app has no API', async () => {
    const app = await contained(containingApp(averysItems, {}, { proof: 'optional' }));
    const { provesRestores: _none, ...approvals } = app.dependencies.policy.approvals;
    const policy = { ...app.dependencies.policy, approvals };
    Object.assign(app.dependencies, { policy });
    await app.send({ restore: 'inc-1', by: 'lead@contoso.com' });
    await app.send({ id: 'inc-9', user: 'avery@contoso.com', confirm: true });
    const newer = app.last()?.confirmation?.id ?? '';
    await app.send(approve(approval, 'other@contoso.com'));
    expect(app.last()).toMatchObject({ status: 'failed' });
    await app.send({ ...approve(newer, 'other@contoso.com'), decision: 'decline' });
    await app.send(approve(approval, 'other@contoso.com'));
    await replay(app, approve(approval, 'other@contoso.com'));
    expect(app.things.state()).toEqual(CONTAINED);
  });
});
