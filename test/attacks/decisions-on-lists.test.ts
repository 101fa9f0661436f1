import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { textDetail } from '../../shared/core/detail';
import { aMessage, copyOf } from '../support/app';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { conversationWithTwins } from '../support/conversation-with-twins';

const HOUR = 3_600_000;
const by = 'lead@contoso.com';
const release = { brake: 'all', decision: 'approve', by };

/** Two users whom the brake holds, the second a minute after the first, and the ids of their approvals. */
async function twoHeld() {
  const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 } });
  await app.send({ user: 'avery@contoso.com' });
  const first = app.last()?.confirmation?.id ?? '';
  app.clock.advance(60_000);
  await app.send({ user: 'blake@contoso.com' });
  return { app, first, second: app.last()?.confirmation?.id ?? '' };
}

const decidedOn = (app: ConversationWithTwins): unknown[] =>
  app.requestQueue.sent
    .filter(({ id }) => id.startsWith('decision-'))
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { confirmation: string }).confirmation);

describe('a decision on many is about those who were shown', () => {
  it('it names them, each once', async () => {
    const { app, first } = await twoHeld();
    await app.send({ confirmations: [first, first], decision: 'approve', by });
    expect(decidedOn(app)).toEqual([first]);
  });
  it('it names the time of the list', async () => {
    const { app, first } = await twoHeld();
    await app.send({ ...release, asOf: '2026-11-23T11:00:59+01:00' });
    expect(decidedOn(app)).toEqual([first]);
  });
  it('without a time, the broker says when it was sent, whenever it is read', async () => {
    const { app, first } = await twoHeld();
    const enqueuedAt = '2026-11-23T10:00:59.999Z';
    app.clock.advance(HOUR);
    await processMessage(app.dependencies, aMessage(release, {}, { messageId: 'r', enqueuedAt }));
    expect(decidedOn(app)).toEqual([first]);
  });
  it('a time after it was sent adds nobody', async () => {
    const { app, first } = await twoHeld();
    const enqueuedAt = '2026-11-23T10:00:59.999Z';
    const message = aMessage(
      { ...release, asOf: '2026-11-24T10:00:00Z' },
      {},
      { messageId: 'r', enqueuedAt },
    );
    await processMessage(app.dependencies, message);
    expect(decidedOn(app)).toEqual([first]);
  });
  it('a replay of it is about the same users', async () => {
    const { app, first } = await twoHeld();
    const { history, ...message } = aMessage(release, {}, { enqueuedAt: '2026-11-23T10:00:30.000Z' });
    app.clock.advance(HOUR);
    await processMessage(app.dependencies, { ...message, history: { ...history, replay: 'r-1' } });
    expect(decidedOn(app)).toEqual([first]);
  });
  it('a name that does not match is answered, and the others count', async () => {
    const { app, second } = await twoHeld();
    await app.send({ confirmations: ['unknown', second], decision: 'approve', by });
    const decisions = app.requestQueue.sent.filter(({ id }) => id.startsWith('decision-'));
    for (const { body } of decisions) await app.send(Buffer.from(body));
    expect(app.statuses().slice(2)).toEqual(['rejected', 'signOutPending']);
  });
  it('waits while the directory is silent, and is about the same users afterwards', async () => {
    const { app, first, second } = await twoHeld();
    const failure = { kind: 'unavailable', detail: textDetail('Away.') } as const;
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    const silent = { ...app.dependencies, directory: { ...app.dependencies.directory, find } };
    const enqueuedAt = app.clock.now().toISOString();
    const { retry } = await processMessage(silent, aMessage(release, {}, { messageId: 'r', enqueuedAt }));
    expect(retry?.reason).toBe('backendUnavailable');
    app.clock.advance(60_000);
    await app.send({ user: 'casey@contoso.com' });
    const [copy] = app.requestQueue.scheduled;
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(decidedOn(app)).toEqual([first, second]);
  });
  it('is not about what another sender has requested under the same id: nobody was shown that', async () => {
    const app = conversationWithTwins();
    const request = { id: 'incident-7', user: 'avery@contoso.com', confirm: true };
    await app.send(request);
    const origin = { messageId: 'incident-7', enqueuedAt: app.clock.now().toISOString() };
    await app.send(
      { user: 'blake@contoso.com', confirm: true },
      { history: { origin, attempts: 0, receivedBy: 'webhook:key-1' } },
    );
    await app.send({ request: 'incident-7', decision: 'approve', by });
    expect(decidedOn(app)).toEqual([]);
    expect(app.last()).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('several senders'),
    });
  });
  it('is not lost because another decision came under the same messageId', async () => {
    const { app, first } = await twoHeld();
    const decisionOf = (verb: string) =>
      aMessage({ confirmations: [first], decision: verb, by }, {}, { messageId: 'decision' });
    await processMessage(app.dependencies, decisionOf('approve'));
    await processMessage(app.dependencies, decisionOf('decline'));
    expect(decidedOn(app)).toEqual([first, first]);
  });
  it('by somebody who may not decide is rejected once', async () => {
    const { app, first, second } = await twoHeld();
    await app.send({ confirmations: [first, second], decision: 'approve', by: 'SOC playbook' });
    expect(app.last()).toMatchObject({ status: 'rejected', detail: expect.stringContaining('by: leads to') });
    expect(decidedOn(app)).toEqual([]);
  });
});
