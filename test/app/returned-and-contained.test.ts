import { describe, expect, it } from '@jest/globals';
import { watchBeginner } from '../../shared/app/begin-watch';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { lookForReturns } from '../../shared/app/look-for-returns';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { readHistory } from '../../shared/messages/message-history';
import { aMessage } from '../support/app';
import { AVERY, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aPolicy } from '../support/builders';
import { restoreAs } from '../support/contained';
import { MINUTE, aSignIn, minute } from '../support/watches';

const STEPS: readonly ContainmentStep[] = ['disableSignIn', 'identityAccounts'];

/** The app that contains nobody at first; who returns is contained where a rule lets the sender ask for it. */
function watchingApp(mayAsk: readonly ContainmentStep[] = STEPS) {
  const app = appWithSteps([], {
    approvals: { ...aPolicy().approvals, proof: 'required', provesRestores: true },
    brake: { users: 25, windowMs: 24 * 60 * MINUTE, repeats: 3 },
    containment: [{ steps: [], mayAsk, when: { receivedBy: ['webhook'] }, lookBackMs: 0 }],
    watch: { onReturn: 'contain', contain: STEPS, latenessMs: 195 * MINUTE },
  });
  const { dependencies, clock, requestQueue, resultsTopic, signInLog } = app;
  const begin = watchBeginner(dependencies.ledger.watches);
  const now = () => (clock.now().getTime() - minute(0)) / MINUTE;
  let [passedOn, delivered] = [0, 0];
  /** Handles a message, and gives the subscription of the watch what was published meanwhile. */
  const handle = async (message: IncomingMessage): Promise<void> => {
    await processMessage(dependencies, message);
    for (const { body } of resultsTopic.published.slice(passedOn)) await begin(body);
    passedOn = resultsTopic.published.length;
  };
  return {
    ...app,
    alert: () => handle({ ...aMessage(containedAlert()), history: sentBy('webhook:siem') }),
    /** The user signs in; the app looks until it has seen that. */
    returns: async (): Promise<void> => {
      signInLog.add(
        aSignIn(now() + 2, now() + 3, {
          signIn: { id: `s-${String(now())}`, userId: AVERY, at: minute(now() + 2) },
        }),
      );
      for (const until = now() + 5; now() < until; clock.advance(30_000))
        await lookForReturns({ home: dependencies, intakeQueue: requestQueue });
    },
    /** The app gets what it has sent to itself, with the history that the broker's properties carry. */
    deliver: async (): Promise<void> => {
      const sent = requestQueue.sent.slice(delivered);
      delivered = requestQueue.sent.length;
      for (const { id, body, properties } of sent) {
        const broker = { messageId: id, enqueuedAt: clock.now().toISOString() };
        await handle({ body, history: readHistory(broker, properties, 'own') });
      }
    },
    watched: async () => (await dependencies.ledger.watches.list()).watches,
  };

  function sentBy(receivedBy: 'webhook:siem') {
    const origin = { messageId: 'alert', enqueuedAt: clock.now().toISOString() };
    return { origin, attempts: 0, receivedBy };
  }
}

describe('a user who returns after a plain revocation', () => {
  it('is revoked again and contained by the steps that policy asks for, in the name of the first sender', async () => {
    const app = watchingApp();
    await app.alert();
    expect([app.taken(), app.log]).toEqual([[], ['revoke']]);
    await app.returns();
    await app.deliver();
    const [, again] = app.outcomes();
    expect(again?.data).toMatchObject({ status: 'signOutPending', receivedBy: 'webhook:siem' });
    expect(again?.data.methods.map(({ name, status }) => [name, status])).toEqual([
      ['graph', 'accepted'],
      ['disableSignIn', 'contained'],
      ['identityAccounts', 'contained'],
      ['revokeAgain', 'accepted'],
    ]);
    expect(app.taken()).toEqual(['ad', 'sign-in']);
  });
  it('is revoked again all the same where no rule lets the sender ask for a step, which is reported', async () => {
    const app = watchingApp(['identityAccounts']);
    await app.alert();
    await app.returns();
    await app.deliver();
    expect(app.taken()).toEqual(['ad']);
    const { methods = [] } = app.outcomes()[1]?.data ?? {};
    expect(methods.find(({ name }) => name === 'disableSignIn')).toMatchObject({ status: 'notEnabled' });
  });
  it('is watched no longer once a person has let them in again', async () => {
    const app = watchingApp();
    await app.alert();
    await app.returns();
    await app.deliver();
    expect(await app.watched()).toHaveLength(1);
    const requestId = app.outcomes()[1]?.data.requestId ?? '';
    expect(await restoreAs(app, 'lead', { requestId })).toMatchObject({ status: 202 });
    await app.deliver();
    expect(app.outcomes().at(-1)?.data).toMatchObject({ status: 'restored', user: { id: AVERY } });
    expect(await app.watched()).toMatchObject([{}, { isRestored: true }]);
    await app.returns();
    await app.deliver();
    expect(await app.watched()).toEqual([]);
    expect([app.taken(), app.outcomes()]).toMatchObject([[], { length: 3 }]);
  });
});
