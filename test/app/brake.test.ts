import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { conversationWithTwins } from '../support/conversation-with-twins';
import { aMessage, members } from '../support/app';

const [avery, blake] = [members[0]?.id ?? '', members[1]?.id ?? ''];
const HOUR = 3_600_000;
const brake = { users: 1, windowMs: HOUR };

const engagements = (side: ConversationWithTwins) =>
  side.telemetry.events.filter(({ kind }) => kind === 'brakeEngaged');

describe('the brake', () => {
  it('holds who is one too many at once, and says so to operators once', async () => {
    const side = conversationWithTwins({ brake });
    await side.send({ user: 'avery@contoso.com' });
    await side.send({ user: 'blake@contoso.com' });
    await side.send({ user: 'blake@contoso.com' });
    expect(side.statuses()).toEqual(['signOutPending', 'held', 'held']);
    expect(side.told()[1]?.data).toMatchObject({
      detail: '1 users were signed out within 60 min, which is as many as policy allows.',
      confirmation: { id: expect.any(String), expiresAt: '2026-11-23T22:00:00.000Z' },
    });
    expect(side.tenant.revoked).toEqual([avery]);
    expect(engagements(side)).toEqual([
      expect.objectContaining({ kind: 'brakeEngaged', brake, at: new Date('2026-11-23T10:00:00.000Z') }),
    ]);
  });
  it('lets the same user pass again, and others once the window has slid on', async () => {
    const side = conversationWithTwins({ brake });
    await side.send({ user: 'avery@contoso.com' });
    await side.send({ user: 'avery@contoso.com' });
    side.clock.advance(HOUR);
    await side.send({ user: 'blake@contoso.com' });
    expect(side.statuses()).toEqual(['signOutPending', 'signOutPending', 'signOutPending']);
  });
  it('never counts refusals, duplicates, previews, and what a person has approved', async () => {
    const side = conversationWithTwins({ brake });
    for (const user of ['nobody@contoso.com', 'guest@contoso.com', '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01']) {
      await side.send({ user });
    }
    await side.send({ user: 'blake@contoso.com', whatIf: true });
    await side.send({ user: 'blake@contoso.com', confirm: true });
    const confirmation = side.told().at(-1)?.data.confirmation?.id;
    await side.send({ confirmation, decision: 'approve', by: 'lead@contoso.com' });
    await side.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    await side.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    expect(side.statuses().slice(-3)).toEqual(['signOutPending', 'signOutPending', 'duplicate']);
    expect(side.tenant.revoked).toEqual([blake, avery]);
  });
  it('is asked by a preview, which tells that it would hold', async () => {
    const side = conversationWithTwins({ brake });
    await side.send({ user: 'avery@contoso.com' });
    await side.send({ user: 'blake@contoso.com', whatIf: true });
    expect(side.told().at(-1)?.data).toMatchObject({ status: 'whatIf', predicted: 'held' });
    expect(engagements(side)).toEqual([]);
  });
  it('holds on an alert’s occasion as well, and leaves the occasion to who is released', async () => {
    const side = conversationWithTwins({ brake });
    await side.send({ user: 'avery@contoso.com', alert: { id: 'alert-1' } });
    await side.send({ user: 'blake@contoso.com', alert: { id: 'alert-2' } });
    const confirmation = side.told().at(-1)?.data.confirmation?.id;
    await side.send({ confirmation, decision: 'approve', by: 'lead@contoso.com' });
    await side.send({ user: 'blake@contoso.com', alert: { id: 'alert-2' } });
    expect(side.statuses()).toEqual(['signOutPending', 'held', 'signOutPending', 'duplicate']);
  });
});

describe('a release', () => {
  const release = { brake: 'all', decision: 'approve', by: 'lead@contoso.com' };
  const decisions = (side: ConversationWithTwins) =>
    side.requestQueue.sent.filter(({ id }) => id.startsWith('decision-'));
  it('of all that is held is one decision on each, and has no outcome of its own', async () => {
    const side = conversationWithTwins({ brake: { users: 0, windowMs: HOUR } });
    await side.send({ users: ['avery@contoso.com', 'blake@contoso.com'] });
    await side.send({ user: 'avery@contoso.com', confirm: true });
    await side.send(release);
    expect(decisions(side)).toHaveLength(2);
    for (const { body } of decisions(side)) await side.send(Buffer.from(body));
    expect(side.statuses()).toEqual([
      'held',
      'held',
      'awaitingConfirmation',
      'signOutPending',
      'signOutPending',
    ]);
    expect(side.told().at(-1)?.data.confirmation).toMatchObject({
      by: 'lead@contoso.com',
      decision: 'approve',
    });
  });
  it('that is delivered again sends nothing that was not sent', async () => {
    const side = conversationWithTwins({ brake: { users: 0, windowMs: HOUR } });
    await side.send({ user: 'avery@contoso.com' });
    const message = aMessage(release);
    for (let n = 0; n < 2; n++) await processMessage(side.dependencies, message);
    expect(decisions(side)).toHaveLength(1);
  });
  it('does not mean what was held after it was said', async () => {
    const side = conversationWithTwins({ brake: { users: 0, windowMs: HOUR } });
    const message = aMessage(release, {}, { messageId: 'release' });
    await side.send({ user: 'avery@contoso.com' });
    side.clock.advance(60_000);
    await side.send({ user: 'blake@contoso.com' });
    await processMessage(side.dependencies, message);
    expect(decisions(side)).toHaveLength(1);
  });
  it('of nothing says that nobody waits', async () => {
    const side = conversationWithTwins({ brake });
    await side.send(release);
    expect(side.told()[0]?.data).toMatchObject({
      status: 'nothingToDo',
      detail: 'Because nobody waits who could be decided on.',
    });
  });
  it('by who is no approver is rejected, once', async () => {
    const confirmation = {
      always: false,
      groups: [],
      roles: [],
      expiresAfterMs: HOUR,
      approvers: ['x@contoso.com'],
    };
    const side = conversationWithTwins({ brake: { users: 0, windowMs: HOUR }, confirmation });
    await side.send({ users: ['avery@contoso.com', 'blake@contoso.com'] });
    await side.send(release);
    expect(side.statuses()).toEqual(['held', 'held', 'rejected']);
  });
});
