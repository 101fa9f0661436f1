import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import { expectEqual } from '../support/equal';
import { faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';

describe('a message that is delivered again', () => {
  it('is answered by the recorded bytes, and nobody is looked up or revoked again', async () => {
    const { dependencies, tenant, resultsTopic, telemetry, clock } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', 'nobody@contoso.com'] });
    await processMessage(dependencies, message);
    clock.advance(3_600_000);
    const find = (): never => {
      throw new Error('A user was looked up.');
    };
    const { published } = await processMessage(
      { ...dependencies, directory: { ...dependencies.directory, find } },
      message,
    );
    expect(published.map(({ republished }) => republished)).toEqual([true, true]);
    expect(tenant.revoked).toEqual([avery]);
    const copies = Map.groupBy(resultsTopic.published, ({ messageId }) => messageId);
    expect([...copies.values()].map((all) => all.length)).toEqual([2, 2]);
    for (const [first, second] of copies.values()) expect(second).toEqual(first);
    expect(telemetry.events.slice(2).map(({ kind }) => kind)).toEqual(['republished', 'republished']);
  });
  it('is answered by what was recorded first, also by a process that was suspended in the meantime', async () => {
    const { dependencies, resultsTopic, clock } = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com', whatIf: true });
    const { directory } = dependencies;
    let isResumed = false;
    const suspended: Dependencies = {
      ...dependencies,
      clock: { ...clock, every: () => () => undefined },
      directory: {
        ...directory,
        find: async (reference) => {
          clock.advance(60_000);
          await processMessage(dependencies, message);
          isResumed = true;
          return directory.find(reference);
        },
      },
    };
    await processMessage(suspended, message);
    expect(isResumed).toBe(true);
    const [first, second] = resultsTopic.published;
    expect(first?.subject).toBe('whatIf');
    expect(second).toEqual(first);
  });
  it('is processed only for the users without an outcome', async () => {
    const { dependencies, tenant, resultsTopic } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] });
    const failing: Dependencies = {
      ...dependencies,
      directory: {
        ...dependencies.directory,
        find: (reference) =>
          reference.kind === 'userPrincipalName' && reference.userPrincipalName.startsWith('blake')
            ? Promise.reject(new TypeError('A bug.'))
            : dependencies.directory.find(reference),
      },
    };
    await expect(processMessage(failing, message)).rejects.toThrow('A bug.');
    expect(resultsTopic.published).toHaveLength(1);
    await processMessage(dependencies, message);
    expect([...tenant.revoked]).toEqual([avery, blake]);
    expect(new Set(resultsTopic.published.map(({ messageId }) => messageId)).size).toBe(2);
  });
  it('revokes a user whom it names in two ways once, even if the first try ended between the two', async () => {
    const { dependencies, tenant, resultsTopic } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', avery] });
    const { directory } = dependencies;
    const find: typeof directory.find = (reference) =>
      reference.kind === 'id' ? Promise.reject(new TypeError('A bug.')) : directory.find(reference);
    await expect(
      processMessage({ ...dependencies, directory: { ...directory, find } }, message),
    ).rejects.toThrow('A bug.');
    await processMessage(dependencies, message);
    expect(tenant.revoked).toEqual([avery]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual([
      'signOutPending',
      'signOutPending',
      'duplicate',
    ]);
  });
  it('has its original kept even if that failed the first time', async () => {
    const { dependencies, quarantine } = appOfTwins();
    const keep = (): Promise<void> => Promise.reject(new TypeError('A bug.'));
    const message = aMessage('not a request');
    await expect(processMessage({ ...dependencies, quarantine: { keep } }, message)).rejects.toThrow(
      'A bug.',
    );
    await processMessage(dependencies, message);
    expect(quarantine.kept).toHaveLength(1);
  });
});

describe('an outcome that cannot be written', () => {
  it('leaves no lease behind, so that the next delivery need not wait', async () => {
    const { dependencies, resultsTopic } = appOfTwins();
    const message = aMessage({ user: 'nobody@contoso.com' });
    const unknown = { ...dependencies, locale: 'unknown' as 'en' };
    await expect(processMessage(unknown, message)).rejects.toThrow();
    await processMessage(dependencies, message);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['userNotFound']);
  });
});

describe('a request with the id of another one', () => {
  it('is rejected if it has another body, and its original is kept', async () => {
    const { dependencies, tenant, resultsTopic, quarantine } = appOfTwins();
    await processMessage(dependencies, aMessage({ id: 'inc-7', user: 'avery@contoso.com' }));
    await processMessage(
      dependencies,
      aMessage({ id: 'inc-7', user: 'blake@contoso.com' }, {}, { messageId: 'message-2' }),
    );
    expect(tenant.revoked).toEqual([avery]);
    const [first, second] = resultsTopic.published.map(({ body }) => resultOfBytes(body));
    expect(second?.data).toMatchObject({
      requestId: 'inc-7',
      status: 'rejected',
      issues: [{ path: 'id', message: expect.stringContaining('was used by a request with another body') }],
    });
    expect(second?.id).not.toBe(first?.id);
    expect(quarantine.kept).toHaveLength(1);
  });
  it('is a request of its own if a person replays it', async () => {
    const { dependencies, tenant } = appOfTwins();
    const body = { id: 'inc-7', user: 'avery@contoso.com' };
    await processMessage(dependencies, aMessage(body));
    const { history } = aMessage(body);
    await processMessage(dependencies, aMessage(body, { history: { ...history, replay: 'once more' } }));
    expect(tenant.revoked).toEqual([avery, avery]);
  });
});

describe('after a failure of any effect', () => {
  const bodies = fc.constantFrom<unknown>(
    { user: 'avery@contoso.com' },
    { user: 'avery@contoso.com', alert: { id: 'a-1' } },
    { users: ['avery@contoso.com', avery, 'nobody@contoso.com'], alert: { id: 'a-1' } },
    { users: ['blake@contoso.com', 'guest@contoso.com'] },
    { users: ['blake@contoso.com', 'guest@contoso.com'], confirm: true },
    'not a request',
  );
  it('each outcome is on the topic, always with the same bytes, and nobody is revoked once more', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat({ max: 30 }), fc.boolean(), async (body, n, after) => {
        const { dependencies, resultsTopic, requestQueue, tenant, clock } = appOfTwins();
        const fault = after ? 'answerLost' : 'refused';
        const { app: failing } = faultyApp(dependencies, (effect) => (effect === n ? fault : undefined));
        await processMessage(failing, aMessage(body));
        for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
          clock.advance(60_000);
          const copy = requestQueue.scheduled[copies];
          if (copy) await processMessage(failing, copyOf(copy));
        }
        expect(requestQueue.scheduled.length).toBeLessThanOrEqual(1);
        const undisturbed = appOfTwins();
        await processMessage(undisturbed.dependencies, aMessage(body));
        const ids = (topic: typeof resultsTopic): unknown =>
          new Set(topic.published.map(({ messageId }) => messageId));
        expectEqual(ids(resultsTopic), ids(undisturbed.resultsTopic));
        for (const copies of Map.groupBy(resultsTopic.published, ({ messageId }) => messageId).values()) {
          for (const copy of copies) expectEqual(copy, copies[0]);
        }
        expectEqual(tenant.revoked.toSorted(), undisturbed.tenant.revoked.toSorted());
      }),
      { numRuns: 100 },
    );
  });
});
