import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import type { BackendFailure } from '../../shared/core/backend-failure';
import type { Dependencies } from '../../shared/app/dependencies';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { aDeadLetter, aMessage, copyOf, members } from '../support/app';
import { aPolicy } from '../support/builders';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';

const [avery, blake] = [members[0]?.id ?? '', members[1]?.id ?? ''];
const HOUR = 3_600_000;

/** The app while its backend fails to revoke. */
function failing(dependencies: Dependencies, failure: BackendFailure): Dependencies {
  const { graph } = dependencies.revokers;
  const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
  return { ...dependencies, revokers: { graph: { ...graph, revoke } } };
}

describe('a request that needs approval', () => {
  it('waits, and its outcome says for what, until when, and which id a decision must name', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    expect(app.published()).toHaveLength(1);
    expect(app.last()).toMatchObject({
      status: 'awaitingConfirmation',
      detail: 'The request asks for approval.',
      confirmation: { id: confirmation, expiresAt: '2026-11-23T22:00:00.000Z' },
      user: { id: avery },
    });
    expect(app.tenant.revoked).toEqual([]);
    expect(app.quarantine.kept).toEqual([]);
  });
  it('is carried out once it is approved, and its outcome says who approved it', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    app.clock.advance(HOUR);
    await app.send(approve(confirmation));
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject({
      status: 'signOutPending',
      requestId: 'request-1',
      requestedBy: 'soc@contoso.com',
      confirmation: {
        id: confirmation,
        decision: 'approve',
        by: 'lead@contoso.com',
        decidedAt: '2026-11-23T11:00:00.000Z',
      },
    });
    expect(new Set(app.published().map(({ id }) => id)).size).toBe(2);
  });
  it('is not carried out once it is declined', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send({ confirmation, decision: 'decline', by: 'lead@contoso.com' });
    expect(app.last()).toMatchObject({
      status: 'declined',
      requestId: 'request-1',
      confirmation: { decision: 'decline', by: 'lead@contoso.com' },
    });
    expect(app.tenant.revoked).toEqual([]);
  });
  it('can be approved when it is older than policy allows: an approval has an expiry of its own', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    app.clock.advance(11 * HOUR);
    await app.send(approve(confirmation));
    expect(app.last()?.status).toBe('signOutPending');
  });
  it('does not wait when it is a preview', async () => {
    const app = conversationWithTwins();
    await app.send({ ...request, whatIf: true });
    expect(app.last()).toMatchObject({ status: 'whatIf', predicted: 'awaitingConfirmation' });
    expect(app.last()?.confirmation).toBeUndefined();
    expect(app.requestQueue.sent).toEqual([]);
  });
  it('waits user by user, and each is decided on separately', async () => {
    const app = conversationWithTwins();
    await app.send({ ...request, user: undefined, users: ['avery@contoso.com', 'blake@contoso.com'] });
    const [first, second] = app.published().map(({ data }) => data.confirmation?.id ?? '');
    await app.send(approve(second ?? ''));
    expect(app.tenant.revoked).toEqual([blake]);
    await app.send({ confirmation: first, decision: 'decline', by: 'lead@contoso.com' });
    expect(app.last()?.status).toBe('declined');
  });
  it('can be decided on as a whole, by its id', async () => {
    const app = conversationWithTwins();
    await app.send({ ...request, user: undefined, users: ['avery@contoso.com', 'blake@contoso.com'] });
    await app.send({ ...request, id: 'another' });
    await app.send({ request: 'request-1', decision: 'approve', by: 'lead@contoso.com' });
    const decisions = app.requestQueue.sent.filter(({ id }) => id.startsWith('decision-'));
    expect(decisions).toHaveLength(2);
    for (const { body } of decisions) await app.send(Buffer.from(body));
    expect([...app.tenant.revoked].sort()).toEqual([avery, blake]);
  });
});

describe('a request that was approved', () => {
  it('is decided on again: a user who is protected by now is not signed out', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const policy = aPolicy({ protected: { users: [avery], groups: [], roles: [] } });
    await processMessage({ ...app.dependencies, policy }, aMessage(approve(confirmation)));
    expect(app.last()).toMatchObject({ status: 'protected', confirmation: { decision: 'approve' } });
    expect(app.tenant.revoked).toEqual([]);
  });
  it('is a preview while the app only previews', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await processMessage(
      { ...app.dependencies, policy: aPolicy({ mode: 'whatIf' }) },
      aMessage(approve(confirmation)),
    );
    expect(app.last()).toMatchObject({ status: 'whatIf', predicted: 'signOutPending' });
    expect(app.tenant.revoked).toEqual([]);
  });
  it('is carried out once, however often the approval is delivered', async () => {
    const app = conversationWithTwins();
    const message = aMessage(approve(await confirmationOf(app, request)), {}, { messageId: 'approval' });
    for (let n = 0; n < 3; n++) await processMessage(app.dependencies, message);
    expect(app.tenant.revoked).toEqual([avery]);
    const [, first, ...others] = app.resultsTopic.published;
    for (const { body } of others) expect(Buffer.compare(body, first?.body ?? Buffer.alloc(0))).toBe(0);
  });
  it('waits while the backend is unavailable, and is carried out afterwards', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const failure = { kind: 'unavailable', detail: textDetail('Away.') } as const;
    await processMessage(failing(app.dependencies, failure), aMessage(approve(confirmation)));
    const [scheduled] = app.requestQueue.scheduled;
    if (!scheduled) throw new Error('No copy was scheduled.');
    await processMessage(app.dependencies, copyOf(scheduled));
    expect(app.last()?.status).toBe('signOutPending');
  });
  it.each([
    ['counts from the decision', undefined, 'failed'],
    ['counts from the time at which a person refreshed it', '2026-11-23T15:00:00.000Z', 'signOutPending'],
  ])('and is replayed five hours later %s', async (_from, refreshedAt, status) => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const failure = { kind: 'forbidden', detail: textDetail('No permission.') } as const;
    const message = aMessage(approve(confirmation));
    await processMessage(failing(app.dependencies, failure), message);
    app.clock.advance(5 * 3_600_000);
    const history = { ...message.history, attempts: 1, replay: 'r-1', ...(refreshedAt && { refreshedAt }) };
    await processMessage(app.dependencies, { ...message, history });
    expect(app.last()?.status).toBe(status);
  });
  it('and then failed is kept, and can be replayed', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const failure = { kind: 'forbidden', detail: textDetail('No permission.') } as const;
    const message = aMessage(approve(confirmation));
    await processMessage(failing(app.dependencies, failure), message);
    expect(app.last()).toMatchObject({ status: 'failed', detail: 'No permission.' });
    expect(app.quarantine.kept).toHaveLength(1);
    await processMessage(app.dependencies, {
      ...message,
      history: { ...message.history, replay: 'r-1', refreshedAt: app.clock.now().toISOString() },
    });
    expect(app.last()).toMatchObject({ status: 'signOutPending', confirmation: { by: 'lead@contoso.com' } });
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('a decision that changes nothing and is answered', () => {
  it.each<[string, unknown, string]>([
    ['is one on an unknown id', approve('f'.repeat(32)), 'confirmation: does not match a pending request'],
    ['is one by the requester', 'SOC@contoso.com', 'by: the requester cannot decide on the request'],
    [
      'is one by the user concerned',
      'avery@contoso.com',
      'by: the user concerned cannot decide on the request',
    ],
    [
      'is one by a person who is not an approver',
      'x@contoso.com',
      'by: x@contoso.com is not one of the approvers that policy names',
    ],
  ])('%s', async (_what, body, detail) => {
    const approvers = ['lead@contoso.com', 'soc@contoso.com', 'avery@contoso.com'];
    const app = conversationWithTwins({ confirmation: { ...aPolicy().confirmation, approvers } });
    const confirmation = await confirmationOf(app, request);
    await app.send(typeof body === 'string' ? approve(confirmation, body) : body);
    expect(app.last()).toMatchObject({ status: 'rejected', detail });
    expect(app.quarantine.kept).toHaveLength(1);
    await app.send(approve(confirmation));
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('is the second one on a request', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send(approve(confirmation));
    const done = app.published().at(-1);
    await app.send({ confirmation, decision: 'decline', by: 'other@contoso.com' });
    expect(app.last()).toMatchObject({
      status: 'duplicate',
      detail: 'It was already approved, by lead@contoso.com at 2026-11-23T10:00:00.000Z.',
      duplicateOf: done?.id,
    });
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.quarantine.kept).toEqual([]);
  });
  it('is one by the webhook for alerts, to which others than approvers may post', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send(approve(confirmation), {
      history: { origin: {}, attempts: 0, receivedBy: 'webhook:siem' },
    });
    expect(app.last()).toMatchObject({
      status: 'rejected',
      detail: '$: a decision cannot come by the webhook for alerts',
    });
    expect(app.tenant.revoked).toEqual([]);
  });
  it.each([
    ['an event', { specversion: '1.0', type: 't', source: 's', id: 'e', data: {} }],
    ['a batch', []],
  ])('is one within %s, which is not a decision by a person', async (_where, envelope) => {
    const app = conversationWithTwins();
    const decision = approve(await confirmationOf(app, request));
    await app.send(Array.isArray(envelope) ? [decision, decision] : { ...envelope, data: decision });
    expect(app.last()?.status).toBe('rejected');
    expect(app.tenant.revoked).toEqual([]);
  });
  it('is one that the broker moved to its dead-letter queue', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const letter = aDeadLetter(approve(confirmation), { reason: 'MaxDeliveryCount' });
    await processDeadLetter(app.dependencies, letter);
    expect(app.last()).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('MaxDeliveryCount'),
    });
    expect(app.tenant.revoked).toEqual([]);
  });
});
