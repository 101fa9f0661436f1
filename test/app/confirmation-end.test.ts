import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../shared/ports/unavailable';
import { processMessage } from '../../shared/app/process-message';
import { aPolicy } from '../support/builders';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';
import { aMessage, copyOf, members } from '../support/app';

const avery = members[0]?.id ?? '';
const HOUR = 3_600_000;
const announced = (side: ConversationWithTwins) =>
  side.requestQueue.sent.find(({ id }) => id.startsWith('expiry-'));

describe('the end of a confirmation’s time', () => {
  it('is announced when the request is laid to rest, for when it is reached', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    expect(announced(side)).toMatchObject({ at: new Date('2026-11-23T22:00:00.000Z') });
    expect(JSON.parse(String(Buffer.from(announced(side)?.body ?? [])))).toEqual({
      confirmation,
      decision: 'expire',
    });
  });
  it('ends it expired, and no original is kept of what was only an announcement', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    side.clock.advance(12 * HOUR);
    await side.send(Buffer.from(announced(side)?.body ?? []));
    expect(side.last()).toMatchObject({
      status: 'expired',
      requestId: 'request-1',
      detail: 'Nobody had decided by 2026-11-23T22:00:00.000Z.',
      confirmation: { id: confirmation, decision: 'expire', decidedAt: '2026-11-23T22:00:00.000Z' },
    });
    expect(side.quarantine.kept).toEqual([]);
  });
  it('cannot be brought forward by who says so', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    const { postponed } = await side.send({ confirmation, decision: 'expire' });
    expect(postponed).toMatchObject({ until: new Date('2026-11-23T22:00:00.000Z'), because: 'notDueYet' });
    await side.send(approve(confirmation));
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('says nothing where somebody has decided', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    await side.send(approve(confirmation));
    side.clock.advance(12 * HOUR);
    const before = side.told().length;
    await side.send(Buffer.from(announced(side)?.body ?? []));
    await side.send({ confirmation: 'unknown', decision: 'expire' });
    expect(side.told()).toHaveLength(before);
  });
  it('cannot be undone: who comes too late is told so, and that it has expired is told once more', async () => {
    const side = conversationWithTwins();
    const confirmation = await confirmationOf(side, request);
    side.clock.advance(12 * HOUR);
    await side.send(approve(confirmation));
    expect(side.told().map(({ subject }) => subject)).toEqual(['awaitingConfirmation', 'expired', 'expired']);
    expect(side.told()[1]?.data.requestId).toBe('request-1');
    expect(side.last()).toMatchObject({ requestId: 'message-2', confirmation: { id: confirmation } });
    await side.send(Buffer.from(announced(side)?.body ?? []));
    expect(side.told().at(-1)?.id).toBe(side.told()[1]?.id);
    expect(side.tenant.revoked).toEqual([]);
  });
});

describe('a crash while a request is laid to rest', () => {
  it.each(['the hold', 'the announcement', 'the record', 'the publication'] as const)(
    'after %s leaves it at rest once, and told by the same outcome',
    async (after) => {
      const side = conversationWithTwins();
      const crash = (): never => {
        throw new Error('crash');
      };
      const { inbox, ledger, results } = side.dependencies;
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
        ...side.dependencies,
        inbox: {
          put: (...args: Parameters<typeof inbox.put>) => once('the announcement', () => inbox.put(...args)),
        },
        results: {
          publish: (message: Parameters<typeof results.publish>[0]) =>
            once('the publication', () => results.publish(message)),
        },
        ledger: {
          ...ledger,
          approvals: {
            ...ledger.approvals,
            put: (...args: Parameters<typeof ledger.approvals.put>) =>
              once('the hold', () => ledger.approvals.put(...args)),
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
      side.clock.advance(20_000);
      await processMessage(dependencies, message);
      expect(new Set(side.told().map(({ id }) => id)).size).toBe(1);
      const waits = [];
      for await (const held of ledger.approvals.pending()) waits.push(held);
      expect(waits).toHaveLength(1);
      expect(announced(side)).toMatchObject({ at: new Date('2026-11-23T22:00:00.000Z') });
      expect(side.last()).toMatchObject({
        status: 'awaitingConfirmation',
        confirmation: { expiresAt: '2026-11-23T22:00:00.000Z' },
      });
    },
  );
  it('does not let it go on meanwhile, though nothing would hold it any more', async () => {
    const side = conversationWithTwins({ brake: { users: 0, windowMs: HOUR } });
    const publish = () => Promise.reject(new Unavailable('serviceBus', undefined));
    const message = aMessage({ user: 'avery@contoso.com' });
    const release = side.dependencies.ledger.outcomes;
    const record = () => Promise.reject(new Unavailable('ledger', undefined));
    const ledger = { ...side.dependencies.ledger, outcomes: { ...release, record } };
    await processMessage({ ...side.dependencies, ledger, results: { publish } }, message);
    side.clock.advance(20_000);
    const [postponed] = side.requestQueue.scheduled;
    if (!postponed) throw new Error('It was not put off.');
    const policy = aPolicy({ brake: { users: 9, windowMs: HOUR } });
    await processMessage({ ...side.dependencies, policy }, copyOf(postponed));
    expect(side.last()?.status).toBe('held');
    expect(side.tenant.revoked).toEqual([]);
  });
});
