import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outcomeId } from '../../shared/core/outcome-id';
import type { Revoker } from '../../shared/ports/revoker';
import { processMessage } from '../../shared/app/process-message';
import { TENANT_ID } from '../support/builders';
import { aMessage, members, resultOfBytes, appOfTwins } from '../support/app';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';

const neverRevokes: Revoker = {
  method: 'graph',
  pausedForMs: () => 0,
  revoke: () => {
    throw new Error('Somebody was revoked.');
  },
};

describe('a request', () => {
  it('is answered by one outcome per user, and each is revoked', async () => {
    const { dependencies, tenant, results, rejected } = appOfTwins();
    await processMessage(
      dependencies,
      aMessage({ users: ['avery@contoso.com', { sid: 'S-1-5-21-1-2-3-4' }, 'nobody@contoso.com'] }),
    );
    expect(resultsTopic.published.map(({ subject }) => subject).sort()).toEqual([
      'signOutPending',
      'signOutPending',
      'userNotFound',
    ]);
    expect([...tenant.revoked].sort()).toEqual([avery, blake]);
    expect(quarantine.kept).toEqual([]);
  });
  it('is proved by reading back', async () => {
    const { dependencies, results } = appOfTwins();
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    expect(resultOfBytes(resultsTopic.published[0]?.body ?? new Uint8Array()).data.verified).toBe(true);
  });
  it('is not proved when the time has not moved since it was looked up', async () => {
    const { dependencies, results, tenant } = appOfTwins();
    await tenant.revoker.revoke({ id: avery, signInTypes: [] });
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    expect(resultOfBytes(resultsTopic.published[0]?.body ?? new Uint8Array()).data.verified).toBe(false);
  });
  it('revokes a user whom it names in two ways once, and says which outcome did it', async () => {
    const { dependencies, tenant, results } = appOfTwins();
    await processMessage(dependencies, aMessage({ users: ['avery@contoso.com', avery] }));
    expect(tenant.revoked).toEqual([avery]);
    const events = resultsTopic.published.map(({ body }) => resultOfBytes(body));
    const done = events.find(({ subject }) => subject === 'signOutPending');
    expect(events.find(({ subject }) => subject === 'duplicate')?.data.duplicateOf).toBe(done?.id);
  });
  it('gives an outcome the id of its tenant, request and user', async () => {
    const { dependencies, results } = appOfTwins();
    await processMessage(dependencies, aMessage({ id: 'inc-7', user: 'avery@contoso.com' }));
    const user = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } as const;
    expect(resultsTopic.published[0]?.messageId).toBe(
      outcomeId({ tenantId: TENANT_ID, requestId: 'inc-7' }, user),
    );
  });
  it('gives the same ids when it is delivered again', async () => {
    const { dependencies, results } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', 'nobody@contoso.com'] });
    await processMessage(dependencies, message);
    await processMessage(dependencies, message);
    const ids = resultsTopic.published.map(({ messageId }) => messageId);
    expect(ids.slice(2).sort()).toEqual(ids.slice(0, 2).sort());
  });
  it('looks nobody up when it is refused as a whole', async () => {
    const { dependencies } = appOfTwins({ revocationEnabled: false });
    const find = (): never => {
      throw new Error('Somebody was looked up.');
    };
    const { told } = await processMessage(
      { ...dependencies, revoker: neverRevokes, directory: { ...dependencies.directory, find } },
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect(told.map(({ verdict }) => verdict.status)).toEqual(['notEnabled']);
  });
});

describe('a what-if', () => {
  it('makes no write, whoever is named and however', async () => {
    const names = fc.subarray(
      ['avery@contoso.com', 'BLAKE@contoso.com', 'guest@contoso.com', 'nobody@contoso.com', avery],
      { minLength: 1 },
    );
    const asked = fc.constantFrom<[boolean, 'revoke' | 'whatIf']>(
      [true, 'revoke'],
      [false, 'whatIf'],
      [true, 'whatIf'],
    );
    await fc.assert(
      fc.asyncProperty(names, asked, async (users, [whatIf, mode]) => {
        const { dependencies } = appOfTwins({ mode });
        const { told } = await processMessage(
          { ...dependencies, revoker: neverRevokes },
          aMessage({ users, whatIf }),
        );
        for (const { verdict } of told) expect(['whatIf', 'duplicate']).toContain(verdict.status);
      }),
    );
  });
});

describe('what is no request', () => {
  it('is told and kept, and revokes nobody', async () => {
    const { dependencies, results, rejected, tenant } = appOfTwins();
    const steps: string[] = [];
    const message = aMessage('{"user":"avery@contoso.com","whatlf":true}', {
      contentType: 'application/json',
    });
    await processMessage(
      {
        ...dependencies,
        rejectedMessages: { keep: (...kept) => (steps.push('keep'), rejected.keep(...kept)) },
        results: { publish: (result) => (steps.push('publish'), results.publish(result)) },
      },
      message,
    );
    expect(steps).toEqual(['publish', 'keep']);
    expect(quarantine.kept[0]?.original).toMatchObject(message);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['rejected']);
    expect(tenant.revoked).toEqual([]);
  });
  it('never throws and never revokes, whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (body) => {
        const { dependencies } = appOfTwins();
        const { told } = await processMessage(
          { ...dependencies, revoker: neverRevokes },
          aMessage(Buffer.from(body)),
        );
        expect(told.map(({ verdict }) => verdict.status)).toEqual(['rejected']);
      }),
    );
  });
  it('has an outcome and a place of its own even if two of them bear the same ids', async () => {
    const { dependencies, results, rejected } = appOfTwins();
    const bad = { id: 'inc-7', user: 5 };
    await processMessage(dependencies, aMessage(bad, {}, { sequenceNumber: '1' }));
    await processMessage(dependencies, aMessage(bad, {}, { sequenceNumber: '2' }));
    const [one, two] = resultsTopic.published;
    expect([one?.correlationId, two?.correlationId]).toEqual(['inc-7', 'inc-7']);
    expect(one?.messageId).not.toBe(two?.messageId);
    expect(new Set(quarantine.kept.map(({ original }) => original.key)).size).toBe(2);
  });
});

describe('the original is kept', () => {
  it('of a request that failed for one of its users, once', async () => {
    const { dependencies, rejected } = appOfTwins();
    const failure = { kind: 'forbidden', detail: 'Permission missing.' } as const;
    const revoke: Revoker['revoke'] = () =>
      Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] });
    const { told } = await processMessage(
      { ...dependencies, revoker: { ...dependencies.revoker, revoke } },
      aMessage({ users: ['avery@contoso.com', 'blake@contoso.com', 'nobody@contoso.com'] }),
    );
    expect(told.map(({ verdict }) => verdict.status)).toEqual(['failed', 'failed', 'userNotFound']);
    expect(quarantine.kept).toHaveLength(1);
    expect(quarantine.kept[0]?.because.detail).toBe('Permission missing.');
  });
});

describe('the message is delivered again', () => {
  it('when an outcome could not be published, once all the others have been', async () => {
    const { dependencies, results, telemetry } = appOfTwins();
    const publish: typeof results.publish = (message) =>
      message.subject === 'userNotFound' ? Promise.reject(new TypeError('down')) : results.publish(message);
    const message = aMessage(
      { users: ['nobody@contoso.com', 'avery@contoso.com', 'guest@contoso.com'] },
      { traceparent: 'trace' },
    );
    await expect(processMessage({ ...dependencies, results: { publish } }, message)).rejects.toThrow('down');
    expect(resultsTopic.published.map(({ subject }) => subject).sort()).toEqual([
      'notApplicable',
      'signOutPending',
    ]);
    expect(telemetry.events.at(-1)).toEqual({
      kind: 'deliveryFailed',
      error: 'TypeError',
      traceparent: 'trace',
    });
  });
  it.each(['not json', '{"user":"avery@contoso.com","tenantId":"elsewhere"}'])(
    'when the original of %s could not be kept',
    async (body) => {
      const { dependencies } = appOfTwins();
      const keep = (): Promise<void> => Promise.reject(new Error('full'));
      await expect(
        processMessage({ ...dependencies, rejectedMessages: { keep } }, aMessage(body)),
      ).rejects.toThrow('full');
    },
  );
});

describe('operators are told', () => {
  it('of each outcome, after it was published, with the duration of each step and the trace', async () => {
    const { dependencies, telemetry, results, clock } = appOfTwins();
    const { directory, revoker } = dependencies;
    const slowly = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
      clock.advance(ms);
      return work();
    };
    await processMessage(
      {
        ...dependencies,
        directory: {
          ...directory,
          find: (reference) => slowly(5, () => directory.find(reference)),
          sessionsValidFrom: (id) => slowly(3, () => directory.sessionsValidFrom(id)),
        },
        revoker: { ...revoker, revoke: (user) => slowly(7, () => revoker.revoke(user)) },
        results: { publish: (message) => slowly(2, () => results.publish(message)) },
      },
      aMessage({ user: 'avery@contoso.com' }, { traceparent: 'trace' }),
    );
    expect(telemetry.events).toEqual([
      {
        kind: 'outcome',
        outcome: expect.objectContaining({ status: 'signOutPending' }),
        durationsMs: { lease: 0, lookUp: 5, revoke: 7, verify: 3, record: 0, publish: 2, total: 17 },
        traceparent: 'trace',
      },
    ]);
  });
  it('of no step that was not needed', async () => {
    const { dependencies, telemetry } = appOfTwins();
    await processMessage(dependencies, aMessage('not json'));
    expect(telemetry.events).toMatchObject([
      { kind: 'outcome', durationsMs: { lease: 0, record: 0, publish: 0, total: 0 } },
    ]);
  });
});

describe('the age of a request', () => {
  interface Times {
    readonly createdAt: string;
    readonly enqueuedAt: string;
    readonly said?: string;
  }
  const old = '2026-11-23T05:00:00.000Z';
  const fresh = '2026-11-23T09:59:00.000Z';
  it.each([
    ['a fresh alert that came just now', { createdAt: fresh, enqueuedAt: fresh }, 'signOutPending'],
    ['an old alert that is sent anew', { createdAt: old, enqueuedAt: fresh }, 'expired'],
    ['a fresh alert’s message that has long waited', { createdAt: fresh, enqueuedAt: old }, 'expired'],
    [
      'one that a person says still stands',
      { createdAt: old, enqueuedAt: old, said: fresh },
      'signOutPending',
    ],
    ['one of which that was said too long ago', { createdAt: old, enqueuedAt: old, said: old }, 'expired'],
  ])('%s', async (_what, { createdAt, enqueuedAt, said: refreshedAt }: Times, status) => {
    const { dependencies, results } = appOfTwins();
    const body = { user: 'avery@contoso.com', alert: { id: 'alert-1', createdAt } };
    const { history } = aMessage(body, {}, { enqueuedAt });
    await processMessage(
      dependencies,
      aMessage(body, { history: { ...history, ...(refreshedAt !== undefined && { refreshedAt }) } }),
    );
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual([status]);
  });
});
