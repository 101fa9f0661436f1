import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import { Unavailable } from '../../shared/ports/unavailable';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, copyOf, members, appOfTwins } from '../support/app';

const avery = members[0]?.id ?? '';
const request = { user: 'avery@contoso.com' };

/** A revoker that fails so many times before it does its work. */
function failing(dependencies: Dependencies, failure: BackendFailure, times: number): Dependencies {
  const { revoker } = dependencies;
  let left = times;
  return {
    ...dependencies,
    revoker: {
      ...revoker,
      revoke: (user) =>
        left-- > 0
          ? Promise.resolve({ kind: 'failed', failure, attempts: 6, requestIds: [] })
          : revoker.revoke(user),
    },
  };
}

const throttled: BackendFailure = { kind: 'throttled', detail: 'Throttled.' };

describe('a request whose backend fails for a while', () => {
  it('waits for a copy of its message, untold, and is done then', async () => {
    const { dependencies, postponed, results, tenant, rejected, clock } = appOfTwins();
    const side = failing(dependencies, throttled, 1);
    const message = aMessage(request, { contentType: 'application/json', properties: { a: 1 } });
    const { told, postponed: waiting } = await processMessage(side, message);
    expect(told).toEqual([]);
    expect(waiting).toEqual({
      kind: 'waiting',
      until: new Date('2026-11-23T10:00:15.000Z'),
      because: 'throttled',
    });
    expect(resultsTopic.published).toEqual([]);
    const [copy] = requestQueue.scheduled;
    expect(copy).toMatchObject({
      until: waiting?.until,
      original: { contentType: 'application/json', properties: { a: 1 } },
    });
    expect(copy?.original.history).toEqual({ ...message.history, attempts: 1 });
    clock.advance(15_000);
    if (copy) await processMessage(side, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(quarantine.kept).toEqual([]);
  });
  it('waits for as long as the backend wants', async () => {
    const { dependencies } = appOfTwins();
    const asked = { ...throttled, retryAfterMs: 600_000 };
    const { postponed } = await processMessage(failing(dependencies, asked, 1), aMessage(request));
    expect(postponed?.until).toEqual(new Date('2026-11-23T10:10:00.000Z'));
  });
  it('waits as well when it was the look-up that failed', async () => {
    const { dependencies } = appOfTwins();
    const failure: BackendFailure = { kind: 'unavailable', detail: 'Down.' };
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    const directory = { ...dependencies.directory, find };
    const { postponed } = await processMessage({ ...dependencies, directory }, aMessage(request));
    expect(postponed?.because).toBe('backendUnavailable');
  });
  it('is tried less and less often until it is too old; then it has failed and its original is kept', async () => {
    const { dependencies, postponed, results, rejected, telemetry, tenant, clock } = appOfTwins();
    const side = failing(dependencies, throttled, 1000);
    await processMessage(side, aMessage(request));
    const waits: number[] = [];
    for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
      const copy = requestQueue.scheduled[copies];
      if (!copy) break;
      const wait = copy.until.getTime() - clock.now().getTime();
      waits.push(wait / 1000);
      clock.advance(wait);
      await processMessage(side, copyOf(copy));
    }
    expect(waits.slice(0, 7)).toEqual([15, 30, 60, 120, 240, 300, 300]);
    expect(clock.now().getTime() - Date.parse('2026-11-23T10:00:00Z')).toBeLessThanOrEqual(4 * 3_600_000);
    expect(clock.now().getTime() - Date.parse('2026-11-23T10:00:00Z')).toBeGreaterThan(3.9 * 3_600_000);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['failed']);
    expect(quarantine.kept).toHaveLength(1);
    expect(tenant.revoked).toEqual([]);
    const told = telemetry.events.filter(({ kind }) => kind === 'waiting');
    // The first three tries lie within two minutes, which are nobody's concern.
    expect(told).toHaveLength(waits.length - 3);
    expect(told[0]).toEqual({
      kind: 'waiting',
      messageKey: requestQueue.scheduled[0]?.original.key,
      because: 'throttled',
      attempts: 4,
      until: new Date('2026-11-23T10:03:45.000Z'),
      waitingMs: 225_000,
    });
  });
  it('has failed at once when waiting would not help', async () => {
    const { dependencies, postponed, results } = appOfTwins();
    const forbidden: BackendFailure = { kind: 'forbidden', detail: 'Permission missing.' };
    await processMessage(failing(dependencies, forbidden, 1), aMessage(request));
    expect(requestQueue.scheduled).toEqual([]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['failed']);
  });
  it('keeps nobody else waiting: the other users of the message are done and stay so', async () => {
    const { dependencies, postponed, results, tenant, clock } = appOfTwins();
    const side = failing(dependencies, throttled, 1);
    await processMessage(side, aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] }));
    expect(resultsTopic.published).toHaveLength(1);
    clock.advance(60_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(side, copyOf(copy));
    expect(new Set(resultsTopic.published.map(({ messageId }) => messageId)).size).toBe(2);
    expect(tenant.revoked).toHaveLength(2);
  });
});

describe('while the backend wants to be left alone for more than half a minute', () => {
  const pausedFor = (ms: number, dependencies: Dependencies): Dependencies => ({
    ...dependencies,
    revoker: { ...dependencies.revoker, pausedForMs: () => ms },
  });
  it('a request is not even looked up', async () => {
    const { dependencies } = appOfTwins();
    const find = (): never => {
      throw new Error('Somebody was looked up.');
    };
    const side = pausedFor(90_000, { ...dependencies, directory: { ...dependencies.directory, find } });
    const { postponed } = await processMessage(side, aMessage(request));
    expect(postponed).toMatchObject({ until: new Date('2026-11-23T10:01:30.000Z'), because: 'throttled' });
  });
  it.each([
    ['a shorter pause is waited for in place', 30_000, request, 'signOutPending'],
    ['a what-if need not wait', 90_000, { ...request, whatIf: true }, 'whatIf'],
    [
      'what a person must approve need not wait',
      90_000,
      { ...request, confirm: true },
      'awaitingConfirmation',
    ],
    ['a refusal need not wait', 90_000, { ...request, tenantId: 'other' }, 'rejected'],
  ])('%s', async (_rule, ms, body, status) => {
    const { dependencies } = appOfTwins();
    const { told } = await processMessage(pausedFor(ms, dependencies), aMessage(body));
    expect(told.map(({ verdict }) => verdict.status)).toEqual([status]);
  });
});

describe('what cannot be reached is waited for, and nothing is done without it', () => {
  const down = (what: 'ledger' | 'serviceBus') => () => Promise.reject(new Unavailable(what, undefined));
  it('the ledger', async () => {
    const { dependencies, postponed, results, tenant } = appOfTwins();
    const ledger = { ...dependencies.ledger, requests: { enter: down('ledger') } };
    await processMessage({ ...dependencies, ledger }, aMessage(request));
    expect(tenant.revoked).toEqual([]);
    expect(resultsTopic.published).toEqual([]);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
  it('the topic; the outcome is told by the copy, and nobody is revoked again', async () => {
    const { dependencies, postponed, results, tenant, clock } = appOfTwins();
    const { postponed: waiting } = await processMessage(
      { ...dependencies, results: { publish: down('serviceBus') } },
      aMessage(request),
    );
    expect(waiting?.because).toBe('serviceBusUnavailable');
    expect(tenant.revoked).toEqual([avery]);
    clock.advance(15_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
  it('even when the request has grown too old over it', async () => {
    const { dependencies, postponed } = appOfTwins();
    const old = aMessage(request, {}, { enqueuedAt: '2026-11-20T10:00:00.000Z' });
    await processMessage({ ...dependencies, results: { publish: down('serviceBus') } }, old);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
  it('but for the queue itself: then the broker is to deliver the message again', async () => {
    const { dependencies, telemetry } = appOfTwins();
    const ledger = { ...dependencies.ledger, requests: { enter: down('ledger') } };
    const side = { ...dependencies, ledger, postponedMessages: { postpone: down('serviceBus') } };
    await expect(processMessage(side, aMessage(request))).rejects.toThrow(Unavailable);
    expect(telemetry.events).toEqual([{ kind: 'deliveryFailed', error: 'Unavailable' }]);
  });
});

describe('a broken invariant', () => {
  it('is no reason to wait: the broker counts its deliveries and gives up in the end', async () => {
    const { dependencies, postponed } = appOfTwins();
    const find = (): never => {
      throw new TypeError('A bug.');
    };
    const side = { ...dependencies, directory: { ...dependencies.directory, find } };
    await expect(processMessage(side, aMessage(request))).rejects.toThrow('A bug.');
    expect(requestQueue.scheduled).toEqual([]);
  });
});
