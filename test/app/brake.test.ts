import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, members } from '../support/app';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { conversationWithTwins } from '../support/conversation-with-twins';

const [avery, blake] = [members[0]?.id ?? '', members[1]?.id ?? ''];
const HOUR = 3_600_000;
const brake = { users: 1, windowMs: HOUR, repeats: 3 };

const engagements = (app: ConversationWithTwins) =>
  app.telemetry.events.filter(({ kind }) => kind === 'brakeEngaged');

describe('the brake', () => {
  it('holds the first user beyond the limit, and reports that to operators once', async () => {
    const app = conversationWithTwins({ brake });
    await app.send({ user: 'avery@contoso.com' });
    await app.send({ user: 'blake@contoso.com' });
    await app.send({ user: 'blake@contoso.com' });
    expect(app.statuses()).toEqual(['signOutPending', 'held', 'held']);
    expect(app.published()[1]?.data).toMatchObject({
      detail: '1 users were signed out within 60 min, which is as many as policy allows.',
      confirmation: { id: expect.any(String), expiresAt: '2026-11-23T22:00:00.000Z' },
    });
    expect(app.tenant.revoked).toEqual([avery]);
    expect(engagements(app)).toEqual([
      expect.objectContaining({ kind: 'brakeEngaged', brake, at: new Date('2026-11-23T10:00:00.000Z') }),
    ]);
  });
  it('lets a user pass who is counted already, and others once the window has moved on', async () => {
    const app = conversationWithTwins({ brake });
    await app.send({ user: 'avery@contoso.com' });
    await app.send({ user: 'avery@contoso.com' });
    app.clock.advance(HOUR);
    await app.send({ user: 'blake@contoso.com' });
    expect(app.statuses()).toEqual(['signOutPending', 'signOutPending', 'signOutPending']);
  });
  it('never counts denials, duplicates, previews and what a person has approved', async () => {
    const app = conversationWithTwins({ brake });
    for (const user of ['nobody@contoso.com', 'guest@contoso.com', '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01']) {
      await app.send({ user });
    }
    await app.send({ user: 'blake@contoso.com', whatIf: true });
    await app.send({ user: 'blake@contoso.com', confirm: true });
    const confirmation = app.published().at(-1)?.data.confirmation?.id;
    await app.send({ confirmation, decision: 'approve', by: 'lead@contoso.com' });
    await app.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    await app.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    expect(app.statuses().slice(-3)).toEqual(['signOutPending', 'signOutPending', 'duplicate']);
    expect(app.tenant.revoked).toEqual([blake, avery]);
  });
  it('makes a preview predict that it would hold, and reports nothing to operators', async () => {
    const app = conversationWithTwins({ brake });
    await app.send({ user: 'avery@contoso.com' });
    await app.send({ user: 'blake@contoso.com', whatIf: true });
    expect(app.published().at(-1)?.data).toMatchObject({ status: 'whatIf', predicted: 'held' });
    expect(engagements(app)).toEqual([]);
  });
  it('holds a user named by an alert as well, and releases the lease of its deduplication key', async () => {
    const app = conversationWithTwins({ brake });
    await app.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    await app.send({ user: 'blake@contoso.com', alert: { id: 'alert-2' } });
    const confirmation = app.published().at(-1)?.data.confirmation?.id;
    await app.send({ confirmation, decision: 'approve', by: 'lead@contoso.com' });
    await app.send({ user: 'blake@contoso.com', alert: { id: 'alert-2' } });
    expect(app.statuses()).toEqual(['signOutPending', 'held', 'signOutPending', 'duplicate']);
  });
});

describe('a decision on all that the brake holds', () => {
  const release = { brake: 'all', decision: 'approve', by: 'lead@contoso.com' };
  const decisions = (app: ConversationWithTwins) =>
    app.requestQueue.sent.filter(({ id }) => id.startsWith('decision-'));
  it('becomes one decision on each, and has no outcome of its own', async () => {
    const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 } });
    await app.send({ users: ['avery@contoso.com', 'blake@contoso.com'] });
    await app.send({ user: 'avery@contoso.com', confirm: true });
    await app.send(release);
    expect(decisions(app)).toHaveLength(2);
    for (const { body } of decisions(app)) await app.send(Buffer.from(body));
    expect(app.statuses()).toEqual([
      'held',
      'held',
      'awaitingConfirmation',
      'signOutPending',
      'signOutPending',
    ]);
    expect(app.published().at(-1)?.data.confirmation).toMatchObject({
      by: 'lead@contoso.com',
      decision: 'approve',
    });
  });
  it('sends no second decision when it is delivered again', async () => {
    const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 } });
    await app.send({ user: 'avery@contoso.com' });
    const message = aMessage(release);
    for (let n = 0; n < 2; n++) await processMessage(app.dependencies, message);
    expect(decisions(app)).toHaveLength(1);
  });
  it('does not apply to what was held after it was made', async () => {
    const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 } });
    const message = aMessage(release, {}, { messageId: 'release' });
    await app.send({ user: 'avery@contoso.com' });
    app.clock.advance(60_000);
    await app.send({ user: 'blake@contoso.com' });
    await processMessage(app.dependencies, message);
    expect(decisions(app)).toHaveLength(1);
  });
  it('says so when no request waits', async () => {
    const app = conversationWithTwins({ brake });
    await app.send(release);
    expect(app.published()[0]?.data).toMatchObject({
      status: 'nothingToDo',
      message: 'No request that waits for approval matches this decision.',
      detail: 'No request that waits for approval matches this decision.',
    });
  });
  it('is rejected once when it is not by an approver', async () => {
    const confirmation = {
      always: false,
      groups: [],
      roles: [],
      expiresAfterMs: HOUR,
      approvers: ['x@contoso.com'],
    };
    const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 }, confirmation });
    await app.send({ users: ['avery@contoso.com', 'blake@contoso.com'] });
    await app.send(release);
    expect(app.statuses()).toEqual(['held', 'held', 'rejected']);
  });
});
