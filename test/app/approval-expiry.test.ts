import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../shared/ports/unavailable';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, copyOf, members } from '../support/app';
import { aPolicy } from '../support/builders';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';

const avery = members[0]?.id ?? '';
const HOUR = 3_600_000;
/** The app's own message that ends the wait for approval. */
const expiryMessage = (app: ConversationWithTwins) =>
  app.requestQueue.sent.find(({ id }) => id.startsWith('expiry-'));

describe('the expiry of a request for approval', () => {
  it('is scheduled when approval is requested, for the half of the time', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    expect(expiryMessage(app)).toMatchObject({ at: new Date('2026-11-23T16:00:00.000Z') });
    expect(JSON.parse(String(Buffer.from(expiryMessage(app)?.body ?? [])))).toEqual({
      confirmation,
      decision: 'expire',
    });
  });
  it('publishes that it expired, and keeps no original of the app’s own message', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    app.clock.advance(12 * HOUR);
    await app.send(Buffer.from(expiryMessage(app)?.body ?? []));
    expect(app.last()).toMatchObject({
      status: 'expired',
      requestId: 'request-1',
      detail: 'Nobody had decided by 2026-11-23T22:00:00.000Z.',
      confirmation: { id: confirmation, decision: 'expire', decidedAt: '2026-11-23T22:00:00.000Z' },
    });
    expect(app.quarantine.kept).toEqual([]);
  });
  it('cannot be brought forward by a message', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const { retry } = await app.send({ confirmation, decision: 'expire' });
    expect(retry).toMatchObject({ at: new Date('2026-11-23T16:00:00.000Z'), reason: 'notDueYet' });
    expect(app.published()).toHaveLength(1);
    await app.send(approve(confirmation));
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('that is delivered early publishes nothing and waits no longer when a person has decided', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send({ confirmation, decision: 'decline', by: 'lead@contoso.com' });
    const before = app.published().length;
    const { published, retry } = await app.send(Buffer.from(expiryMessage(app)?.body ?? []));
    expect([published, retry]).toEqual([[], undefined]);
    expect(app.published()).toHaveLength(before);
  });
  it('publishes nothing when a person has decided', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send(approve(confirmation));
    app.clock.advance(12 * HOUR);
    const before = app.published().length;
    await app.send(Buffer.from(expiryMessage(app)?.body ?? []));
    await app.send({ confirmation: 'unknown', decision: 'expire' });
    expect(app.published()).toHaveLength(before);
  });
  it('cannot be undone: a late decision is answered, and the expiry is published again', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    app.clock.advance(12 * HOUR);
    await app.send(approve(confirmation));
    expect(app.published().map(({ subject }) => subject)).toEqual([
      'awaitingConfirmation',
      'expired',
      'expired',
    ]);
    expect(app.published()[1]?.data.requestId).toBe('request-1');
    expect(app.last()).toMatchObject({ requestId: 'message-2', confirmation: { id: confirmation } });
    await app.send(Buffer.from(expiryMessage(app)?.body ?? []));
    expect(app.published().at(-1)?.id).toBe(app.published()[1]?.id);
    expect(app.tenant.revoked).toEqual([]);
  });
});

describe('a decision after the time of a request for approval', () => {
  it('names the decision that another instance recorded in the meantime', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const { ledger } = app.dependencies;
    const other = {
      decision: 'approve',
      by: 'other@contoso.com',
      at: '2026-11-23T21:59:59.000Z',
      key: 'o',
    } as const;
    app.clock.advance(12 * HOUR);
    const approvals = {
      ...ledger.approvals,
      decide: async (...[id]: Parameters<typeof ledger.approvals.decide>) =>
        ledger.approvals.decide(id, other),
    };
    await processMessage(
      { ...app.dependencies, ledger: { ...ledger, approvals } },
      aMessage(approve(confirmation), {}, { messageId: 'late' }),
    );
    expect(app.published()).toHaveLength(2);
    expect(app.last()).toMatchObject({
      requestId: 'late',
      status: 'duplicate',
      detail: 'It was already approved, by other@contoso.com at 2026-11-23T21:59:59.000Z.',
    });
  });
});

describe('an approval whose message was recorded and not finished', () => {
  it('is finished by the next delivery, even if that has read the state before and comes after the time', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const { ledger, revokers } = app.dependencies;
    const message = aMessage(approve(confirmation), {}, { messageId: 'approval' });
    const crash = { graph: { ...revokers.graph, revoke: () => Promise.reject(new Error('crash')) } };
    await expect(processMessage({ ...app.dependencies, revokers: crash }, message)).rejects.toThrow('crash');
    app.clock.advance(12 * HOUR);
    const find = async (...[id]: Parameters<typeof ledger.approvals.find>) => {
      const found = await ledger.approvals.find(id);
      return found && { request: found.request };
    };
    const stale = { ...ledger, approvals: { ...ledger.approvals, find } };
    await processMessage(
      { ...app.dependencies, ledger: stale, policy: aPolicy({ maxRequestAgeMs: 24 * HOUR }) },
      message,
    );
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject({ requestId: 'request-1', status: 'signOutPending' });
  });
});

describe('a crash while approval is requested', () => {
  it.each(['the entry', 'the scheduled expiry', 'the record', 'the publication'] as const)(
    'after %s leaves one request for approval, published by one outcome',
    async (after) => {
      const app = conversationWithTwins();
      const crash = (): never => {
        throw new Error('crash');
      };
      const { requestQueue, ledger, resultsTopic } = app.dependencies;
      let crashed = false;
      const once = async <T>(point: typeof after, work: () => Promise<T>): Promise<T> => {
        const result = await work();
        if (point === after && !crashed) {
          crashed = true;
          crash();
        }
        return result;
      };
      const dependencies = {
        ...app.dependencies,
        requestQueue: {
          ...requestQueue,
          send: (...args: Parameters<typeof requestQueue.send>) =>
            once('the scheduled expiry', () => requestQueue.send(...args)),
        },
        resultsTopic: {
          publish: (message: Parameters<typeof resultsTopic.publish>[0]) =>
            once('the publication', () => resultsTopic.publish(message)),
        },
        ledger: {
          ...ledger,
          approvals: {
            ...ledger.approvals,
            put: (...args: Parameters<typeof ledger.approvals.put>) =>
              once('the entry', () => ledger.approvals.put(...args)),
          },
          outcomes: {
            ...ledger.outcomes,
            record: (...args: Parameters<typeof ledger.outcomes.record>) =>
              once('the record', () => ledger.outcomes.record(...args)),
          },
        },
      };
      const message = aMessage(request);
      await expect(processMessage(dependencies, message)).rejects.toThrow('crash');
      app.clock.advance(20_000);
      await processMessage(dependencies, message);
      expect(new Set(app.published().map(({ id }) => id)).size).toBe(1);
      const pending = [];
      for await (const approval of ledger.approvals.pending()) pending.push(approval);
      expect(pending).toHaveLength(1);
      expect(expiryMessage(app)).toMatchObject({ at: new Date('2026-11-23T16:00:00.000Z') });
      expect(app.last()).toMatchObject({
        status: 'awaitingConfirmation',
        confirmation: { expiresAt: '2026-11-23T22:00:00.000Z' },
      });
    },
  );
  it('does not let a later try proceed, even if policy would not hold it any more', async () => {
    const app = conversationWithTwins({ brake: { users: 0, windowMs: HOUR, repeats: 3 } });
    const publish = () => Promise.reject(new Unavailable('serviceBus', undefined));
    const message = aMessage({ user: 'avery@contoso.com' });
    const record = () => Promise.reject(new Unavailable('ledger', undefined));
    const { ledger } = app.dependencies;
    const failing = { ...ledger, outcomes: { ...ledger.outcomes, record } };
    await processMessage({ ...app.dependencies, ledger: failing, resultsTopic: { publish } }, message);
    app.clock.advance(20_000);
    const [scheduled] = app.requestQueue.scheduled;
    if (!scheduled) throw new Error('No copy was scheduled.');
    const policy = aPolicy({ brake: { users: 9, windowMs: HOUR, repeats: 3 } });
    await processMessage({ ...app.dependencies, policy }, copyOf(scheduled));
    expect(app.last()?.status).toBe('held');
    expect(app.tenant.revoked).toEqual([]);
  });
});
