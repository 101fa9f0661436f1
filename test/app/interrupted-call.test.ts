import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import { textDetail } from '../../shared/core/detail';
import type { UserFact } from '../../shared/core/facts';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { LimitUse } from '../../shared/ports/ledger';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';
const request = { user: 'avery@contoso.com', alert: { id: 'a-1' } };
const throttled: BackendFailure = { kind: 'throttled', detail: textDetail('Throttled.') };

/** An app whose process died when Graph had revoked, or just before that, 16 seconds ago. */
async function interrupted(fault: Fault = 'deathAfter', side = appOfTwins()) {
  const { app } = faultyApp(side.dependencies, (_n, effect) => (effect === 'revoke' ? fault : undefined));
  await expect(processMessage(app, aMessage(request))).rejects.toThrow();
  side.clock.advance(16_000);
  const published = () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
  return { ...side, published };
}

describe('a revocation whose outcome was not recorded', () => {
  it('is reported by the next try, as the directory shows it, and not made again', async () => {
    const { dependencies, tenant, published } = await interrupted();
    expect(published()).toEqual([]);
    await processMessage(dependencies, aMessage(request));
    expect(tenant.revoked).toEqual([avery]);
    const shown = await tenant.directory.sessionsValidFrom(avery);
    expect(published()).toMatchObject([
      {
        status: 'signOutPending',
        revokedAt: shown.kind === 'read' && shown.sessionsValidFrom,
        verified: true,
        detail: expect.stringContaining('An earlier try was interrupted'),
        user: { id: avery, userPrincipalName: 'avery@contoso.com' },
        methods: [{ name: 'graph', status: 'accepted', attempts: 1, requestIds: [] }],
      },
    ]);
  });
  it('is reported however old the request is by then, and whatever policy says by then', async () => {
    const { dependencies, clock, published } = await interrupted();
    clock.advance(24 * 3_600_000);
    const policy = {
      ...dependencies.policy,
      revocationEnabled: false,
      protected: { users: [avery], groups: [], roles: [] },
    };
    await processMessage({ ...dependencies, policy }, aMessage(request));
    expect(published().map(({ status }) => status)).toEqual(['signOutPending']);
  });
  it('is reported when the broker has given the message up', async () => {
    const { dependencies, tenant, published } = await interrupted();
    const letter = { ...aMessage(request), reason: 'MaxDeliveryCountExceeded', failures: 0 };
    await processDeadLetter(dependencies, letter);
    expect(published().map(({ status }) => status)).toEqual(['signOutPending']);
    expect(tenant.revoked).toEqual([avery]);
  });
  it('makes a second request about the same alert a duplicate, whichever of the two comes first', async () => {
    for (const order of ['own', 'other'] as const) {
      const { dependencies, tenant, published } = await interrupted();
      const own = aMessage(request);
      const other = aMessage(request, {}, { messageId: 'message-2' });
      for (const message of order === 'own' ? [own, other] : [other, own])
        await processMessage(dependencies, message);
      expect(tenant.revoked).toEqual([avery]);
      const statuses = published().map(({ status }) => status);
      expect(statuses.toSorted()).toEqual(['duplicate', 'signOutPending']);
      const duplicate = published().find(({ status }) => status === 'duplicate');
      expect(duplicate?.requestId).toBe('message-2');
    }
  });
  it('makes a second request a duplicate by its look-up where the user cannot be read back', async () => {
    const { dependencies, tenant, published } = await interrupted();
    const sessionsValidFrom = () => Promise.resolve({ kind: 'failed', failure: throttled } as const);
    const directory = { ...dependencies.directory, sessionsValidFrom };
    await processMessage({ ...dependencies, directory }, aMessage(request, {}, { messageId: 'message-2' }));
    expect(tenant.revoked).toEqual([avery]);
    expect(published().map(({ status }) => status)).toEqual(['duplicate']);
  });
  it('is waited for while Graph cannot be read, beyond the age at which requests expire', async () => {
    const { dependencies, tenant, published, requestQueue, clock } = await interrupted();
    clock.advance(24 * 3_600_000);
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure: throttled } as const);
    const directory = { ...dependencies.directory, find };
    const { retry } = await processMessage({ ...dependencies, directory }, aMessage(request));
    expect(retry?.reason).toBe('throttled');
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(published().map(({ status }) => status)).toEqual(['signOutPending']);
    expect(tenant.revoked).toEqual([avery]);
  });
  it('ends failed, with the time of the call, when it can never be read back', async () => {
    const { dependencies, tenant, published } = await interrupted();
    const failure: BackendFailure = { kind: 'forbidden', detail: textDetail('Permission missing.') };
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    await processMessage(
      { ...dependencies, directory: { ...dependencies.directory, find } },
      aMessage(request),
    );
    expect(published()).toMatchObject([
      { status: 'failed', detail: expect.stringMatching(/may have revoked .*Permission missing\./) },
    ]);
    expect(tenant.revoked).toEqual([avery]);
  });
});

describe('a call that the directory does not show', () => {
  it('is made again', async () => {
    const { dependencies, tenant, published } = await interrupted('deathBefore');
    expect(tenant.revoked).toEqual([]);
    await processMessage(dependencies, aMessage(request));
    expect(tenant.revoked).toEqual([avery]);
    expect(published()).toMatchObject([{ status: 'signOutPending', verified: true }]);
    expect(published()[0]?.detail).not.toContain('interrupted');
  });
  it('is made again for a user who was signed out before that: the directory shows an older revocation', async () => {
    const side = appOfTwins();
    const earlier = { ...request, alert: { id: 'a-0' } };
    await processMessage(side.dependencies, aMessage(earlier, {}, { messageId: 'message-0' }));
    side.clock.advance(60_000);
    const { dependencies, tenant, published } = await interrupted('deathBefore', side);
    await processMessage(dependencies, aMessage(request));
    expect(tenant.revoked).toEqual([avery, avery]);
    expect(published()).toMatchObject([{ requestId: 'message-0' }, { status: 'signOutPending' }]);
    expect(published()[1]?.detail).not.toContain('interrupted');
  });
  it('is made again unless the request has become too old', async () => {
    const { dependencies, clock, tenant, published } = await interrupted('deathBefore');
    clock.advance(24 * 3_600_000);
    await processMessage(dependencies, aMessage(request));
    expect(tenant.revoked).toEqual([]);
    expect(published().map(({ status }) => status)).toEqual(['expired']);
  });
});

describe('a call that was not made before another request of its alert revoked', () => {
  const other = aMessage(request, {}, { messageId: 'message-2' });
  const statusesOf = (published: () => readonly { requestId: string; status: string }[]): unknown[] =>
    published().map(({ requestId, status }) => [requestId, status]);

  it.each([
    ['agree', 0],
    ['differ: the clock of Graph is ahead', 2000],
    ['differ: the clock of Graph is behind', -2000],
  ])('is a duplicate of that one, where the clocks %s', async (_case, aheadByMs) => {
    const { dependencies, tenant, published, resultsTopic } = await interrupted('deathBefore');
    await processMessage(dependencies, other);
    const find = async (...reference: Parameters<typeof tenant.directory.find>): Promise<UserFact> => {
      const fact = await tenant.directory.find(...reference);
      if (fact.kind !== 'found' || fact.user.sessionsValidFrom === undefined) return fact;
      const sessionsValidFrom = new Date(Date.parse(fact.user.sessionsValidFrom) + aheadByMs).toISOString();
      return { ...fact, user: { ...fact.user, sessionsValidFrom } };
    };
    const directory = { ...dependencies.directory, find };
    await processMessage({ ...dependencies, directory }, aMessage(request));
    expect(tenant.revoked).toEqual([avery]);
    const [made, duplicate] = published();
    expect(made).toMatchObject({ status: 'signOutPending', requestId: 'message-2' });
    expect(duplicate).toMatchObject({
      status: 'duplicate',
      requestId: 'message-1',
      duplicateOf: resultsTopic.published[0]?.messageId,
      user: { id: avery },
    });
    expect(duplicate).not.toHaveProperty('revokedAt');
  });
  it('waits while that one is being processed', async () => {
    const { dependencies, tenant, published, requestQueue } = await interrupted('deathBefore');
    const revoked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const graph = {
      ...tenant.revoker,
      revoke: async (...given: Parameters<typeof tenant.revoker.revoke>) => {
        const answer = await tenant.revoker.revoke(...given);
        revoked.resolve();
        await goOn.promise;
        return answer;
      },
    };
    const made = processMessage({ ...dependencies, revokers: { graph } }, other);
    await revoked.promise;
    const { retry } = await processMessage(dependencies, aMessage(request));
    expect(retry?.reason).toBe('claimed');
    goOn.resolve();
    await made;
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
    expect(statusesOf(published)).toEqual([
      ['message-2', 'signOutPending'],
      ['message-1', 'duplicate'],
    ]);
  });
  it('leaves the brake as it is: its call may have been made, and then it has its place', async () => {
    const { dependencies } = await interrupted('deathBefore');
    const changed: string[] = [];
    const { limit } = dependencies.ledger;
    const watched = (name: 'confirm' | 'release') => async (use: LimitUse) => {
      changed.push(name);
      return limit[name](use);
    };
    const brake = { users: 5, windowMs: 3_600_000, repeats: 3 };
    const app = {
      ...dependencies,
      policy: { ...dependencies.policy, brake },
      ledger: {
        ...dependencies.ledger,
        limit: { ...limit, confirm: watched('confirm'), release: watched('release') },
      },
    };
    await processMessage(app, other);
    expect(changed).toEqual(['confirm']);
    await processMessage(app, aMessage(request));
    expect(changed).toEqual(['confirm']);
  });
});
