import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { textDetail } from '../../shared/core/detail';
import { outcomeId } from '../../shared/core/ids';
import { settingsInForce } from '../../shared/core/settings-in-force';
import type { Revoker } from '../../shared/ports/revoker';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';
import { TENANT_ID } from '../support/builders';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';

const neverRevokes: Revoker = {
  pausedForMs: () => 0,
  revoke: () => {
    throw new Error('A user was revoked.');
  },
};

describe('a request', () => {
  it('is answered by one outcome per user, and each is revoked', async () => {
    const { dependencies, tenant, resultsTopic, quarantine } = appOfTwins();
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
  it('may be compressed, if its properties say so', async () => {
    const { dependencies, tenant } = appOfTwins();
    const body = gzipSync('{"user":"avery@contoso.com"}');
    await processMessage(dependencies, aMessage(body, { properties: { 'content-encoding': 'gzip' } }));
    expect(tenant.revoked).toEqual([avery]);
  });
  it('is verified by reading the user back', async () => {
    const { dependencies, resultsTopic } = appOfTwins();
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    expect(resultOfBytes(resultsTopic.published[0]?.body ?? new Uint8Array()).data.verified).toBe(true);
  });
  it('is not verified when the time has not changed since the look-up', async () => {
    const { dependencies, resultsTopic, tenant } = appOfTwins();
    await tenant.revoker.revoke({ id: avery, signInTypes: [] }, { mayCall: () => true, share: [] });
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    expect(resultOfBytes(resultsTopic.published[0]?.body ?? new Uint8Array()).data.verified).toBe(false);
  });
  it('revokes a user whom it names in two ways once, and says which outcome reports that', async () => {
    const { dependencies, tenant, resultsTopic } = appOfTwins();
    await processMessage(dependencies, aMessage({ users: ['avery@contoso.com', avery] }));
    expect(tenant.revoked).toEqual([avery]);
    const events = resultsTopic.published.map(({ body }) => resultOfBytes(body));
    const done = events.find(({ subject }) => subject === 'signOutPending');
    expect(events.find(({ subject }) => subject === 'duplicate')?.data.duplicateOf).toBe(done?.id);
  });
  it('gives an outcome the id of its tenant, request and user', async () => {
    const { dependencies, resultsTopic } = appOfTwins();
    await processMessage(dependencies, aMessage({ id: 'inc-7', user: 'avery@contoso.com' }));
    const user = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' } as const;
    expect(resultsTopic.published[0]?.messageId).toBe(
      outcomeId({ tenantId: TENANT_ID, requestId: 'inc-7' }, user),
    );
  });
  it('gives the same ids when it is delivered again', async () => {
    const { dependencies, resultsTopic } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', 'nobody@contoso.com'] });
    await processMessage(dependencies, message);
    await processMessage(dependencies, message);
    const ids = resultsTopic.published.map(({ messageId }) => messageId);
    expect(ids.slice(2).sort()).toEqual(ids.slice(0, 2).sort());
  });
  it('is denied as a whole without looking a user up', async () => {
    const { dependencies } = appOfTwins({ revocationEnabled: false });
    const find = (): never => {
      throw new Error('A user was looked up.');
    };
    const { published } = await processMessage(
      { ...dependencies, revokers: { graph: neverRevokes }, directory: { ...dependencies.directory, find } },
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['notEnabled']);
  });
});

describe('a what-if', () => {
  it('revokes nobody, whichever users are named in whichever way', async () => {
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
        const { published } = await processMessage(
          { ...dependencies, revokers: { graph: neverRevokes } },
          aMessage({ users, whatIf }),
        );
        for (const { outcome } of published) expect(['whatIf', 'duplicate']).toContain(outcome.status);
      }),
    );
  });
});

describe('a message that is not a request', () => {
  it('is answered and then kept, and revokes nobody', async () => {
    const { dependencies, resultsTopic, quarantine, tenant } = appOfTwins();
    const steps: string[] = [];
    const message = aMessage('{"user":"avery@contoso.com","whatlf":true}', {
      contentType: 'application/json',
    });
    await processMessage(
      {
        ...dependencies,
        quarantine: { keep: (...kept) => (steps.push('keep'), quarantine.keep(...kept)) },
        resultsTopic: { publish: (result) => (steps.push('publish'), resultsTopic.publish(result)) },
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
        const { published } = await processMessage(
          { ...dependencies, revokers: { graph: neverRevokes } },
          aMessage(Buffer.from(body)),
        );
        expect(published.map(({ outcome }) => outcome.status)).toEqual(['rejected']);
      }),
    );
  });
  it('has an outcome and an original of its own even if another one has the same ids', async () => {
    const { dependencies, resultsTopic, quarantine } = appOfTwins();
    const bad = { id: 'inc-7', user: 5 };
    await processMessage(dependencies, aMessage(bad, {}, { sequenceNumber: '1' }));
    await processMessage(dependencies, aMessage(bad, {}, { sequenceNumber: '2' }));
    const [one, two] = resultsTopic.published;
    expect([one?.correlationId, two?.correlationId]).toEqual(['inc-7', 'inc-7']);
    expect(one?.messageId).not.toBe(two?.messageId);
    expect(new Set(quarantine.kept.map(({ original }) => original.key)).size).toBe(2);
  });
});

describe('the original', () => {
  it('of a request that failed for some of its users is kept once', async () => {
    const { dependencies, quarantine } = appOfTwins();
    const failure = { kind: 'forbidden', detail: textDetail('Permission missing.') } as const;
    const revoke: Revoker['revoke'] = () =>
      Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] });
    const { published } = await processMessage(
      { ...dependencies, revokers: { graph: { ...dependencies.revokers.graph, revoke } } },
      aMessage({ users: ['avery@contoso.com', 'blake@contoso.com', 'nobody@contoso.com'] }),
    );
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['failed', 'failed', 'userNotFound']);
    expect(quarantine.kept).toHaveLength(1);
    expect(quarantine.kept[0]?.outcome.detail).toBe('Permission missing.');
  });
});

describe('a message is redelivered', () => {
  it('when an outcome could not be published, after all the others were', async () => {
    const { dependencies, resultsTopic, telemetry } = appOfTwins();
    const publish: typeof resultsTopic.publish = (message) =>
      message.subject === 'userNotFound'
        ? Promise.reject(new TypeError('down'))
        : resultsTopic.publish(message);
    const message = aMessage(
      { users: ['nobody@contoso.com', 'avery@contoso.com', 'guest@contoso.com'] },
      { traceparent: 'trace' },
    );
    await expect(processMessage({ ...dependencies, resultsTopic: { publish } }, message)).rejects.toThrow(
      'down',
    );
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
      await expect(processMessage({ ...dependencies, quarantine: { keep } }, aMessage(body))).rejects.toThrow(
        'full',
      );
    },
  );
});

it.each([
  ['io.github.session-revoker.request.v1', 'signOutPending'],
  ['com.contoso.sign-in', 'rejected'],
])('a request in an event in binary mode is one by the type of the event: %s', async (type, status) => {
  const { dependencies } = appOfTwins();
  const message = aMessage({ user: 'avery@contoso.com' }, { properties: { 'cloudEvents:type': type } });
  const { published } = await processMessage(dependencies, message);
  expect(published).toMatchObject([{ outcome: { status } }]);
});

describe('telemetry', () => {
  it('has an event for each outcome, after it was published, with the duration of each step and the trace', async () => {
    const { dependencies, telemetry, resultsTopic, clock } = appOfTwins();
    const { directory, revokers } = dependencies;
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
        revokers: {
          graph: { ...revokers.graph, revoke: (...args) => slowly(7, () => revokers.graph.revoke(...args)) },
        },
        resultsTopic: { publish: (message) => slowly(2, () => resultsTopic.publish(message)) },
      },
      aMessage({ user: 'avery@contoso.com' }, { traceparent: 'trace' }),
    );
    expect(telemetry.events).toEqual([
      {
        kind: 'outcome',
        outcome: expect.objectContaining({ status: 'signOutPending' }),
        durationsMs: { claim: 0, lookUp: 5, revoke: 7, verify: 3, record: 0, publish: 2, total: 17 },
        inForce: settingsInForce(dependencies.policy),
        traceparent: 'trace',
      },
    ]);
  });
  it('has no duration of a step that was not needed', async () => {
    const { dependencies, telemetry } = appOfTwins();
    await processMessage(dependencies, aMessage('not json'));
    expect(telemetry.events).toMatchObject([
      { kind: 'outcome', durationsMs: { claim: 0, record: 0, publish: 0, total: 0 } },
    ]);
  });
});

describe('a request, by its age:', () => {
  interface Times {
    readonly createdAt: string;
    readonly enqueuedAt: string;
    readonly refreshedAt?: string;
  }
  const old = '2026-11-23T05:00:00.000Z';
  const fresh = '2026-11-23T09:59:00.000Z';
  it.each([
    [
      'a new alert in a new message is carried out',
      { createdAt: fresh, enqueuedAt: fresh },
      'signOutPending',
    ],
    ['an old alert that is sent again has expired', { createdAt: old, enqueuedAt: fresh }, 'expired'],
    [
      'a new alert in a message that waited for too long has expired',
      { createdAt: fresh, enqueuedAt: old },
      'expired',
    ],
    [
      'an old request that a person has just refreshed is carried out',
      { createdAt: old, enqueuedAt: old, refreshedAt: fresh },
      'signOutPending',
    ],
    [
      'a request that was refreshed too long ago has expired',
      { createdAt: old, enqueuedAt: old, refreshedAt: old },
      'expired',
    ],
  ])('%s', async (_what, { createdAt, enqueuedAt, refreshedAt }: Times, status) => {
    const { dependencies, resultsTopic } = appOfTwins();
    const body = { user: 'avery@contoso.com', alert: { id: 'alert-1', createdAt } };
    const { history } = aMessage(body, {}, { enqueuedAt });
    await processMessage(
      dependencies,
      aMessage(body, { history: { ...history, ...(refreshedAt !== undefined && { refreshedAt }) } }),
    );
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual([status]);
  });
});
