import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import type { CallLane } from '../../shared/core/lane';
import type { Policy } from '../../shared/core/policy';
import type { ReceivedBy } from '../../shared/core/received-by';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import { approve } from '../support/conversation-with-twins';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';
const severe = { user: 'avery@contoso.com', alert: { severity: 'high' } };
const mild = { user: 'blake@contoso.com', alert: { severity: 'low' } };

/** An app that notes in which lane each user was signed out. */
function appThat(policy: Partial<Policy> = {}) {
  const app = appOfTwins(policy);
  const lanes: (readonly [string, CallLane | undefined])[] = [];
  const { revoker } = app.tenant;
  const graph: typeof revoker = {
    ...revoker,
    revoke: (user, call) => {
      lanes.push([user.id, call.lane]);
      return revoker.revoke(user, call);
    },
  };
  const dependencies: Dependencies = { ...app.dependencies, revokers: { graph } };
  return {
    ...app,
    dependencies,
    lanes,
    process: (one: IncomingMessage) => processMessage(dependencies, one),
  };
}

/** A message on the urgent queue. */
function onUrgentQueue(body: unknown, receivedBy: ReceivedBy = 'queue'): IncomingMessage {
  const message = aMessage(body);
  return { ...message, lane: 'urgent', history: { ...message.history, receivedBy } };
}

describe('an urgent request is done in the urgent lane', () => {
  it.each<readonly [string, IncomingMessage]>([
    ['on the urgent queue', onUrgentQueue(severe)],
    ['on any other queue, where the app first reads it', aMessage(severe)],
  ])('%s', async (_where, message) => {
    const app = appThat();
    const { retry } = await app.process(message);
    expect([app.lanes, retry]).toEqual([[[avery, 'urgent']], undefined]);
  });
  it('when a person has approved it, whatever its severity', async () => {
    const app = appThat();
    await app.process(aMessage({ ...mild, confirm: true }));
    const [asked] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body));
    const decision = approve(asked?.data.confirmation?.id ?? '');
    await app.process(aMessage(decision, {}, { messageId: 'message-2' }));
    expect(app.lanes).toEqual([[blake, 'urgent']]);
  });
  it('until its source has had its share; then like the others', async () => {
    const urgent = { sources: ['queue'], users: 1, windowMs: 60_000 };
    const app = appThat({ urgent });
    await app.process(aMessage({ ...severe, id: 'r-1' }));
    await app.process(aMessage({ ...severe, id: 'r-2', user: 'blake@contoso.com' }));
    expect(app.lanes).toEqual([
      [avery, 'urgent'],
      [blake, 'ordinary'],
    ]);
  });
});

describe('approvals have one share', () => {
  it('which each user takes a part of whom a person has approved, in one request or in several', async () => {
    const app = appThat({ urgent: { sources: [], users: 1, windowMs: 60_000 } });
    await app.process(aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'], confirm: true }));
    const asked = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data.confirmation?.id);
    for (const [n, id = ''] of asked.entries())
      await app.process(aMessage(approve(id), {}, { messageId: `decision-${String(n)}` }));
    expect(app.lanes.map(([, lane]) => lane)).toEqual(['urgent', 'ordinary']);
  });
});

describe('a request on the urgent queue that is not urgent', () => {
  it('goes on to the others at once, with its sender, before anything is done for it', async () => {
    const app = appThat();
    const { published, retry } = await app.process(onUrgentQueue(mild));
    expect([published, retry?.reason, app.lanes]).toEqual([[], 'notUrgent', []]);
    const [scheduled] = app.requestQueue.scheduled;
    expect(scheduled?.at).toEqual(app.clock.now());
    expect(scheduled?.original.history).toMatchObject({ attempts: 1, receivedBy: 'queue' });
  });
  it('is done there once, in the ordinary lane', async () => {
    const app = appThat();
    await app.process(onUrgentQueue(mild));
    for (const one of app.requestQueue.scheduled) await app.process(copyOf(one));
    expect(app.lanes).toEqual([[blake, 'ordinary']]);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
  it('does not keep the urgent ones of its batch waiting, each of which is done once', async () => {
    const app = appThat();
    const { published } = await app.process(onUrgentQueue([severe, mild]));
    expect([published.length, app.lanes]).toEqual([1, [[avery, 'urgent']]]);
    for (const one of app.requestQueue.scheduled) await app.process(copyOf(one));
    expect(app.lanes).toEqual([
      [avery, 'urgent'],
      [blake, 'ordinary'],
    ]);
  });
});
