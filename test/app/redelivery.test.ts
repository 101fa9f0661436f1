import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntryKey } from '../../shared/core/ids';
import type { LeaseStore, Lease, LeaseTerms } from '../../shared/ports/ledger';
import { Unavailable } from '../../shared/ports/unavailable';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, copyOf, members, resultOfBytes, appOfTwins } from '../support/app';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';

describe('a message that is delivered again', () => {
  it('is answered by the recorded bytes, and nobody is asked or revoked again', async () => {
    const { dependencies, tenant, results, telemetry, clock } = appOfTwins();
    const message = aMessage({ users: ['avery@contoso.com', 'nobody@contoso.com'] });
    await processMessage(dependencies, message);
    clock.advance(3_600_000);
    const find = (): never => {
      throw new Error('Somebody was looked up.');
    };
    const { told } = await processMessage(
      { ...dependencies, directory: { ...dependencies.directory, find } },
      message,
    );
    expect(told.map(({ republished }) => republished)).toEqual([true, true]);
    expect(tenant.revoked).toEqual([avery]);
    const copies = Map.groupBy(resultsTopic.published, ({ messageId }) => messageId);
    expect([...copies.values()].map((all) => all.length)).toEqual([2, 2]);
    for (const [first, second] of copies.values()) expect(second).toEqual(first);
    expect(telemetry.events.slice(2).map(({ kind }) => kind)).toEqual(['republished', 'republished']);
  });
  it('redoes only what is missing', async () => {
    const { dependencies, tenant, results } = appOfTwins();
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
  it('knows a user whom it names in two ways, though the first try ended between them', async () => {
    const { dependencies, tenant, results } = appOfTwins();
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
  it('has its original kept even if that was missed the first time', async () => {
    const { dependencies, rejected } = appOfTwins();
    const keep = (): Promise<void> => Promise.reject(new TypeError('A bug.'));
    const message = aMessage('not a request');
    await expect(processMessage({ ...dependencies, rejectedMessages: { keep } }, message)).rejects.toThrow(
      'A bug.',
    );
    await processMessage(dependencies, message);
    expect(quarantine.kept).toHaveLength(1);
  });
});

describe('an id that comes twice with different bodies', () => {
  it('is rejected the second time, and the original kept: it must not pass for the first', async () => {
    const { dependencies, tenant, results, rejected } = appOfTwins();
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
      issues: [{ path: 'id', message: expect.stringContaining('another request') }],
    });
    expect(second?.id).not.toBe(first?.id);
    expect(quarantine.kept).toHaveLength(1);
  });
  it('is another request when a person replays it', async () => {
    const { dependencies, tenant } = appOfTwins();
    const body = { id: 'inc-7', user: 'avery@contoso.com' };
    await processMessage(dependencies, aMessage(body));
    const { history } = aMessage(body);
    await processMessage(dependencies, aMessage(body, { history: { ...history, replay: 'once more' } }));
    expect(tenant.revoked).toEqual([avery, avery]);
  });
});

describe('whatever fails at whatever moment', () => {
  /** Lets the n-th effect fail, before it is done or after, and all others through. */
  function failingAt(dependencies: Dependencies, n: number, after: boolean): Dependencies {
    let calls = 0;
    const maybe =
      <Args extends unknown[], T>(effect: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        const fails = calls++ === n;
        if (fails && !after) throw new Unavailable('ledger', undefined);
        const result = await effect(...args);
        if (fails) throw new Unavailable('ledger', undefined);
        return result;
      };
    const { ledger, directory, revoker, results, rejectedMessages } = dependencies;
    const shaky = <Entry>(book: LeaseStore<Entry>): LeaseStore<Entry> => ({
      ...book,
      lease: maybe((key: EntryKey, terms: LeaseTerms<Entry>) => book.lease(key, terms)),
      record: maybe((lease: Lease, entry: Entry) => book.record(lease, entry)),
      release: maybe((lease: Lease) => book.release(lease)),
    });
    return {
      ...dependencies,
      ledger: {
        ...ledger,
        requests: { enter: maybe((...args) => ledger.requests.enter(...args)) },
        outcomes: shaky(ledger.outcomes),
        revocations: shaky(ledger.revocations),
      },
      directory: { ...directory, find: maybe((reference) => directory.find(reference)) },
      revoker: { ...revoker, revoke: maybe((user) => revoker.revoke(user)) },
      results: { publish: maybe((message) => results.publish(message)) },
      rejectedMessages: { keep: maybe((...args) => rejectedMessages.keep(...args)) },
    };
  }
  const bodies = fc.constantFrom<unknown>(
    { user: 'avery@contoso.com' },
    { user: 'avery@contoso.com', alert: { id: 'a-1' } },
    { users: ['avery@contoso.com', avery, 'nobody@contoso.com'], alert: { id: 'a-1' } },
    { users: ['blake@contoso.com', 'guest@contoso.com'] },
    'not a request',
  );
  it('each outcome ends on the topic, in one form, and at most one revocation more is made', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat({ max: 30 }), fc.boolean(), async (body, n, after) => {
        const { dependencies, results, postponed, tenant, clock } = appOfTwins();
        const failing = failingAt(dependencies, n, after);
        await processMessage(failing, aMessage(body));
        for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
          clock.advance(60_000);
          const copy = requestQueue.scheduled[copies];
          if (copy) await processMessage(failing, copyOf(copy));
        }
        expect(requestQueue.scheduled.length).toBeLessThanOrEqual(1);
        const undisturbed = appOfTwins();
        await processMessage(undisturbed.dependencies, aMessage(body));
        const ids = (side: typeof results): unknown =>
          new Set(side.published.map(({ messageId }) => messageId));
        expect(ids(results)).toEqual(ids(undisturbed.results));
        for (const copies of Map.groupBy(resultsTopic.published, ({ messageId }) => messageId).values()) {
          for (const copy of copies) expect(copy).toEqual(copies[0]);
        }
        expect(tenant.revoked.length).toBeLessThanOrEqual(undisturbed.tenant.revoked.length + 1);
      }),
      { numRuns: 300 },
    );
  });
});
