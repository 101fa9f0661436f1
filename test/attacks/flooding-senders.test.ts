import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import type { BackendFailure } from '../../shared/core/backend-failure';
import { aMessage, members } from '../support/app';
import { conversationWithTwins } from '../support/conversation-with-twins';

const avery = members[0]?.id ?? '';
const HOUR = 3_600_000;
const brake = { users: 25, windowMs: HOUR, repeats: 3 };
const failing = (failure: BackendFailure): Dependencies['revokers'] => ({
  graph: {
    revoke: () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] }),
    pausedForMs: () => 0,
  },
});

describe('many requests for one user', () => {
  it('sign the user out as often as the brake allows, and no more', async () => {
    const app = conversationWithTwins({ brake });
    for (let n = 0; n < 30; n++) await app.send({ user: 'avery@contoso.com', reason: String(n) });
    expect(app.tenant.revoked).toEqual([avery, avery, avery]);
    expect(new Set(app.statuses().slice(3))).toEqual(new Set(['duplicate']));
  });
  it('are held when their alerts are newer than the last revocation: the intruder may be back', async () => {
    const app = conversationWithTwins({ brake });
    for (let n = 0; n < 5; n++) {
      app.clock.advance(60_000);
      await app.send({ user: 'avery@contoso.com', reason: String(n) });
    }
    expect(app.statuses()).toEqual(['signOutPending', 'signOutPending', 'signOutPending', 'held', 'held']);
    expect(app.last()?.detail).toMatch(/was signed out 3 times within 60 min/);
  });
  it('by one sender take nothing from another, and a person may approve more', async () => {
    const app = conversationWithTwins({ brake });
    const history = (receivedBy: ReceivedBy, n: number) => ({
      history: {
        origin: { messageId: `${receivedBy}-${String(n)}`, enqueuedAt: app.clock.now().toISOString() },
        attempts: 0,
        receivedBy,
      },
    });
    for (let n = 0; n < 4; n++) {
      app.clock.advance(60_000);
      await app.send({ user: 'avery@contoso.com' }, history('webhook:edr', n));
    }
    await app.send({ user: 'avery@contoso.com' }, history('webhook:siem', 0));
    expect(app.statuses().slice(3)).toEqual(['held', 'signOutPending']);
    const held = app.published().find(({ subject }) => subject === 'held')?.data.confirmation?.id;
    await app.send({ confirmation: held, decision: 'approve', by: 'lead@contoso.com' });
    expect(app.statuses().at(-1)).toBe('signOutPending');
  });
});

describe('the share of a revocation in the quota of all', () => {
  it('is that of its sender, its request and its user; who only claims a name has that of the request queue', async () => {
    const app = conversationWithTwins();
    const shares: (readonly string[])[] = [];
    const revoke: typeof app.tenant.revoker.revoke = (user, call) => {
      shares.push(call.share);
      return app.tenant.revoker.revoke(user, call);
    };
    const graph = { ...app.tenant.revoker, revoke };
    const senders: readonly ReceivedBy[] = [
      'webhook:edr',
      'queue',
      'unproven:webhook:edr',
      'unproven:issuer:x',
    ];
    for (const [n, receivedBy] of senders.entries()) {
      const id = `request-${String(n)}`;
      const message = aMessage({ id, users: ['avery@contoso.com', 'blake@contoso.com'] });
      const history = { ...message.history, receivedBy };
      await processMessage({ ...app.dependencies, revokers: { graph } }, { ...message, history });
    }
    const [of, blake] = [['webhook:edr', 'queue', 'queue', 'queue'], members[1]?.id];
    expect(shares).toEqual(
      of.flatMap((sender, n) => [avery, blake].map((user) => [sender, `request-${String(n)}`, user])),
    );
  });
});

describe('the place of a revocation', () => {
  it('whose outcome could not be recorded is found again: the revocation is reported, and counted once', async () => {
    const app = conversationWithTwins({ brake: { ...brake, repeats: 1 } });
    const message = aMessage({ user: 'avery@contoso.com' }, {}, { messageId: 'first' });
    const { outcomes, limit } = app.dependencies.ledger;
    const killed = { ...outcomes, record: () => Promise.reject(new Error('killed')) };
    const ledger = { ...app.dependencies.ledger, outcomes: killed };
    await expect(processMessage({ ...app.dependencies, ledger }, message)).rejects.toThrow('killed');
    app.clock.advance(60_000);
    await processMessage(app.dependencies, message);
    expect(app.statuses()).toEqual(['signOutPending']);
    const { tenantId } = app.dependencies.policy;
    const outcomeId = storedId<OutcomeId>('another');
    const use = { tenantId, userId: avery, receivedBy: 'queue', outcomeId, now: app.clock.now() } as const;
    expect(await limit.preview({ ...use, brake: { ...brake, repeats: 2 } })).toEqual({ kind: 'reserved' });
  });
  it('that is only reserved answers no other request: nobody was signed out yet', async () => {
    const app = conversationWithTwins({ brake: { ...brake, repeats: 1 } });
    const failure = { kind: 'throttled', detail: textDetail('Later.') } as const;
    await processMessage(
      { ...app.dependencies, revokers: failing(failure) },
      aMessage({ user: 'avery@contoso.com' }, {}, { messageId: 'first' }),
    );
    await app.send({ user: 'avery@contoso.com' });
    expect(app.statuses()).toEqual(['held']);
    expect(app.last()?.detail).toMatch(/none of these sign-outs has taken effect yet/);
  });
  const one = { ...brake, users: 1 };
  it('that has failed is given back', async () => {
    const app = conversationWithTwins({ brake: one });
    const failure = { kind: 'forbidden', detail: textDetail('No.') } as const;
    await processMessage(
      { ...app.dependencies, revokers: failing(failure) },
      aMessage({ user: 'avery@contoso.com' }, {}, { messageId: 'first' }),
    );
    await app.send({ user: 'blake@contoso.com' });
    expect(app.statuses()).toEqual(['failed', 'signOutPending']);
  });
  it('that waits for a throttled backend counts', async () => {
    const app = conversationWithTwins({ brake: one });
    const failure = { kind: 'throttled', detail: textDetail('Later.') } as const;
    await processMessage(
      { ...app.dependencies, revokers: failing(failure) },
      aMessage({ user: 'avery@contoso.com' }, {}, { messageId: 'first' }),
    );
    await app.send({ user: 'blake@contoso.com' });
    expect(app.statuses()).toEqual(['held']);
  });
});
