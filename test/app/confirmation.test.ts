import { describe, expect, it } from '@jest/globals';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { aPolicy } from '../support/builders';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';
import { aMessage, copyOf, members } from '../support/app';

const [avery, blake] = [members[0]?.id ?? '', members[1]?.id ?? ''];
const HOUR = 3_600_000;

describe('a request that needs a confirmation', () => {
  it('waits: its outcome says for what, until when, and what a decision is to name', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    expect(side.told()).toHaveLength(1);
    expect(side.last()).toMatchObject({
      status: 'awaitingConfirmation',
      detail: 'The request asks for a confirmation.',
      confirmation: { id: confirmation, expiresAt: '2026-11-23T22:00:00.000Z' },
      user: { id: avery },
    });
    expect(side.tenant.revoked).toEqual([]);
    expect(side.quarantine.kept).toEqual([]);
  });
  it('is carried out once it is approved, which its outcome says, and by whom', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    side.clock.advance(HOUR);
    await side.send(approve(confirmation));
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.last()).toMatchObject({
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
    expect(new Set(side.told().map(({ id }) => id)).size).toBe(2);
  });
  it('is not once it is declined', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await side.send({ confirmation, decision: 'decline', by: 'lead@contoso.com' });
    expect(side.last()).toMatchObject({
      status: 'declined',
      requestId: 'request-1',
      confirmation: { decision: 'decline', by: 'lead@contoso.com' },
    });
    expect(side.tenant.revoked).toEqual([]);
  });
  it('waits though it is older than others may be: a confirmation has a term of its own', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    side.clock.advance(11 * HOUR);
    await side.send(approve(confirmation));
    expect(side.last()?.status).toBe('signOutPending');
  });
  it('that only previews waits for nobody', async () => {
    const side = conversationWithTwins();
    await side.send({ ...request, whatIf: true });
    expect(side.last()).toMatchObject({ status: 'whatIf', predicted: 'awaitingConfirmation' });
    expect(side.last()?.confirmation).toBeUndefined();
    expect(side.requestQueue.sent).toEqual([]);
  });
  it('waits user by user, and each is decided on alone', async () => {
    const side = conversationWithTwins();
    await side.send({ ...request, user: undefined, users: ['avery@contoso.com', 'blake@contoso.com'] });
    const [first, second] = side.told().map(({ data }) => data.confirmation?.id ?? '');
    await side.send(approve(second ?? ''));
    expect(side.tenant.revoked).toEqual([blake]);
    await side.send({ confirmation: first, decision: 'decline', by: 'lead@contoso.com' });
    expect(side.last()?.status).toBe('declined');
  });
  it('can be decided on as a whole, by its id', async () => {
    const side = conversationWithTwins();
    await side.send({ ...request, user: undefined, users: ['avery@contoso.com', 'blake@contoso.com'] });
    await side.send({ ...request, id: 'another' });
    await side.send({ request: 'request-1', decision: 'approve', by: 'lead@contoso.com' });
    const decisions = side.requestQueue.sent.filter(({ id }) => id.startsWith('decision-'));
    expect(decisions).toHaveLength(2);
    for (const { body } of decisions) await side.send(Buffer.from(body));
    expect([...side.tenant.revoked].sort()).toEqual([avery, blake]);
  });
});

describe('a request that was approved', () => {
  it('is decided anew: who has become protected is not signed out', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    const policy = aPolicy({ protected: { users: [avery], groups: [], roles: [] } });
    await processMessage({ ...side.dependencies, policy }, aMessage(approve(confirmation)));
    expect(side.last()).toMatchObject({ status: 'protected', confirmation: { decision: 'approve' } });
    expect(side.tenant.revoked).toEqual([]);
  });
  it('only previews in an app that only previews', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await processMessage(
      { ...side.dependencies, policy: aPolicy({ mode: 'whatIf' }) },
      aMessage(approve(confirmation)),
    );
    expect(side.last()).toMatchObject({ status: 'whatIf', predicted: 'signOutPending' });
    expect(side.tenant.revoked).toEqual([]);
  });
  it('is carried out once, however often the approval is delivered', async () => {
    const side = conversationWithTwins();
    const message = aMessage(approve(await confirmationOf(side, request)), {}, { messageId: 'approval' });
    for (let n = 0; n < 3; n++) await processMessage(side.dependencies, message);
    expect(side.tenant.revoked).toEqual([avery]);
    const [, first, ...others] = side.resultsTopic.published;
    for (const { body } of others) expect(Buffer.compare(body, first?.body ?? Buffer.alloc(0))).toBe(0);
  });
  it('waits while the backend is away, and is carried out then', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    const failure = { kind: 'unavailable', detail: 'Away.' } as const;
    const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
    const away = { ...side.dependencies, revoker: { ...side.dependencies.revoker, revoke } };
    await processMessage(away, aMessage(approve(confirmation)));
    const [postponed] = side.requestQueue.scheduled;
    if (!postponed) throw new Error('It was not put off.');
    await processMessage(side.dependencies, copyOf(postponed));
    expect(side.last()?.status).toBe('signOutPending');
  });
  it('and failed is kept, and can be replayed', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    const failure = { kind: 'forbidden', detail: 'No permission.' } as const;
    const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
    const message = aMessage(approve(confirmation));
    await processMessage(
      { ...side.dependencies, revoker: { ...side.dependencies.revoker, revoke } },
      message,
    );
    expect(side.last()).toMatchObject({ status: 'failed', detail: 'No permission.' });
    expect(side.quarantine.kept).toHaveLength(1);
    await processMessage(side.dependencies, {
      ...message,
      history: { ...message.history, replay: 'r-1', refreshedAt: side.clock.now().toISOString() },
    });
    expect(side.last()).toMatchObject({ status: 'signOutPending', confirmation: { by: 'lead@contoso.com' } });
    expect(side.tenant.revoked).toEqual([avery]);
  });
});

describe('a decision that does not count is answered and changes nothing', () => {
  it.each<[string, unknown, string]>([
    ['forged', approve('f'.repeat(32)), 'confirmation: is of nothing that waits'],
    ['by the requester', 'SOC@contoso.com', 'by: the requester cannot decide on the request'],
    ['by the user concerned', 'avery@contoso.com', 'by: the user concerned cannot decide on the request'],
    [
      'by somebody who is no approver',
      'x@contoso.com',
      'by: x@contoso.com is not among the approvers of the policy',
    ],
  ])('%s', async (_what, body, detail) => {
    const approvers = ['lead@contoso.com', 'soc@contoso.com', 'avery@contoso.com'];
    const side = conversationWithTwins({ confirmation: { ...aPolicy().confirmation, approvers } });
    const confirmation = await confirmationOf(side, request);
    await side.send(typeof body === 'string' ? approve(confirmation, body) : body);
    expect(side.last()).toMatchObject({ status: 'rejected', detail });
    expect(side.quarantine.kept).toHaveLength(1);
    await side.send(approve(confirmation));
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('the second', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await side.send(approve(confirmation));
    const done = side.told().at(-1);
    await side.send({ confirmation, decision: 'decline', by: 'other@contoso.com' });
    expect(side.last()).toMatchObject({
      status: 'duplicate',
      detail: 'It was approved already, by lead@contoso.com at 2026-11-23T10:00:00.000Z.',
      duplicateOf: done?.id,
    });
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.quarantine.kept).toEqual([]);
  });
  it('by the webhook for alerts, which others than those who decide may post to', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await side.send(approve(confirmation), { properties: { revocationCameBy: 'webhook' } });
    expect(side.last()).toMatchObject({
      status: 'rejected',
      detail: '$: a decision cannot come by the webhook for alerts',
    });
    expect(side.tenant.revoked).toEqual([]);
  });
  it.each([
    ['in an event', { specversion: '1.0', type: 't', source: 's', id: 'e', data: {} }],
    ['in a batch', []],
  ])('%s, where it is not a person’s word', async (_where, envelope) => {
    const side = conversationWithTwins();
    const word = approve(await confirmationOf(side, request));
    await side.send(Array.isArray(envelope) ? [word, word] : { ...envelope, data: word });
    expect(side.last()?.status).toBe('rejected');
    expect(side.tenant.revoked).toEqual([]);
  });
  it('that the broker gave up on', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await processDeadLetter(side.dependencies, aMessage(approve(confirmation)), {
      reason: 'MaxDeliveryCount',
    });
    expect(side.last()).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('MaxDeliveryCount'),
    });
    expect(side.tenant.revoked).toEqual([]);
  });
});
