import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import { textDetail } from '../../shared/core/detail';
import type { Revoker } from '../../shared/ports/revoker';
import { Unavailable } from '../../shared/ports/unavailable';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import { TENANT_ID, aPolicy } from '../support/builders';

const avery = members[0]?.id ?? '';
const request = { user: 'avery@contoso.com' };

/** The app with a backend that fails so many times before it revokes. */
function failing(dependencies: Dependencies, failure: BackendFailure, times: number): Dependencies {
  const { graph } = dependencies.revokers;
  let left = times;
  const revoke: Revoker['revoke'] = (...args) =>
    left-- > 0
      ? Promise.resolve({ kind: 'failed', failure, attempts: 6, requestIds: [] })
      : graph.revoke(...args);
  return { ...dependencies, revokers: { graph: { ...graph, revoke } } };
}

const throttled: BackendFailure = { kind: 'throttled', detail: textDetail('Throttled.') };

describe('a request whose backend fails for a while', () => {
  it('has no outcome until a scheduled copy of its message is delivered, and is carried out then', async () => {
    const { dependencies, requestQueue, resultsTopic, tenant, quarantine, clock } = appOfTwins();
    const app = failing(dependencies, throttled, 1);
    const message = aMessage(request, { contentType: 'application/json', properties: { a: 1 } });
    const { published, retry } = await processMessage(app, message);
    expect(published).toEqual([]);
    expect(retry).toEqual({
      kind: 'retry',
      at: new Date('2026-11-23T10:00:15.000Z'),
      reason: 'throttled',
    });
    expect(resultsTopic.published).toEqual([]);
    const [copy] = requestQueue.scheduled;
    expect(copy).toMatchObject({
      at: retry?.at,
      original: { contentType: 'application/json', properties: { a: 1 } },
    });
    expect(copy?.original.history).toEqual({
      ...message.history,
      attempts: 1,
      tenants: { ofSender: TENANT_ID, ofItems: [] },
    });
    clock.advance(15_000);
    if (copy) await processMessage(app, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(quarantine.kept).toEqual([]);
  });
  it.each(['unavailable', 'noToken', 'unauthorized', 'leaseEnded'] as const)(
    'is carried out in the end when three tries in a row were %s',
    async (kind) => {
      const { dependencies, requestQueue, resultsTopic, tenant, clock } = appOfTwins();
      const app = failing(dependencies, { kind, detail: textDetail('For a while.') }, 3);
      await processMessage(app, aMessage(request));
      for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
        clock.advance(120_000);
        const copy = requestQueue.scheduled[copies];
        if (copy) await processMessage(app, copyOf(copy));
      }
      expect(requestQueue.scheduled).toHaveLength(3);
      expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
      expect(tenant.revoked).toEqual([avery]);
    },
  );
  it('waits for as long as the backend asks', async () => {
    const { dependencies } = appOfTwins();
    const asked = { ...throttled, retryAfterMs: 600_000 };
    const { retry } = await processMessage(failing(dependencies, asked, 1), aMessage(request));
    expect(retry?.at).toEqual(new Date('2026-11-23T10:10:00.000Z'));
  });
  it('waits as well when it was the look-up that failed', async () => {
    const { dependencies } = appOfTwins();
    const failure: BackendFailure = { kind: 'unavailable', detail: textDetail('Down.') };
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    const directory = { ...dependencies.directory, find };
    const { retry } = await processMessage({ ...dependencies, directory }, aMessage(request));
    expect(retry?.reason).toBe('backendUnavailable');
  });
  it('waits as well when the memberships could not be read, unless the user is protected by name', async () => {
    const groups = ['7a1c2b3d-0000-4000-8000-000000000001'];
    const memberships = () => Promise.resolve({ kind: 'unreadable', failure: throttled } as const);
    const processed = async (users: readonly string[]) => {
      const { dependencies } = appOfTwins({ protected: { users, groups, roles: [] } });
      const directory = { ...dependencies.directory, memberships };
      return processMessage({ ...dependencies, directory }, aMessage(request));
    };
    expect(await processed([])).toMatchObject({ published: [], retry: { reason: 'throttled' } });
    const { published, retry } = await processed(['avery@contoso.com']);
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['protected']);
    expect(retry).toBeUndefined();
  });
  it('is tried at growing intervals until it is too old, and then it has failed and its original is kept', async () => {
    const { dependencies, requestQueue, resultsTopic, quarantine, telemetry, tenant, clock } = appOfTwins();
    const app = failing(dependencies, throttled, 1000);
    await processMessage(app, aMessage(request));
    const waits: number[] = [];
    for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
      const copy = requestQueue.scheduled[copies];
      if (!copy) break;
      const wait = copy.at.getTime() - clock.now().getTime();
      waits.push(wait / 1000);
      clock.advance(wait);
      await processMessage(app, copyOf(copy));
    }
    expect(waits.slice(0, 7)).toEqual([15, 30, 60, 120, 240, 300, 300]);
    expect(clock.now().getTime() - Date.parse('2026-11-23T10:00:00Z')).toBeLessThanOrEqual(4 * 3_600_000);
    expect(clock.now().getTime() - Date.parse('2026-11-23T10:00:00Z')).toBeGreaterThan(3.9 * 3_600_000);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['failed']);
    expect(quarantine.kept).toHaveLength(1);
    expect(tenant.revoked).toEqual([]);
    const reported = telemetry.events.filter(({ kind }) => kind === 'waiting');
    // The first three tries are within two minutes, which is not reported.
    expect(reported).toHaveLength(waits.length - 3);
    expect(reported[0]).toEqual({
      kind: 'waiting',
      messageKey: requestQueue.scheduled[0]?.original.key,
      reason: 'throttled',
      attempts: 4,
      until: new Date('2026-11-23T10:03:45.000Z'),
      waitingMs: 225_000,
    });
  });
  it('has failed at once when a retry would not help', async () => {
    const { dependencies, requestQueue, resultsTopic } = appOfTwins();
    const forbidden: BackendFailure = { kind: 'forbidden', detail: textDetail('Permission missing.') };
    await processMessage(failing(dependencies, forbidden, 1), aMessage(request));
    expect(requestQueue.scheduled).toEqual([]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['failed']);
  });
  it('does not delay the other users of the message, who are signed out once', async () => {
    const { dependencies, requestQueue, resultsTopic, tenant, clock } = appOfTwins();
    const app = failing(dependencies, throttled, 1);
    await processMessage(app, aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] }));
    expect(resultsTopic.published).toHaveLength(1);
    clock.advance(60_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(app, copyOf(copy));
    expect(new Set(resultsTopic.published.map(({ messageId }) => messageId)).size).toBe(2);
    expect(tenant.revoked).toHaveLength(2);
  });
});

describe('while the backend asks not to be called for longer than calls wait in place', () => {
  const pausedFor = (ms: number, dependencies: Dependencies): Dependencies => ({
    ...dependencies,
    revokers: { graph: { ...dependencies.revokers.graph, pausedForMs: () => ms } },
  });
  it('a request is retried later without looking its user up', async () => {
    const { dependencies } = appOfTwins();
    const find = (): never => {
      throw new Error('A user was looked up.');
    };
    const app = pausedFor(90_000, { ...dependencies, directory: { ...dependencies.directory, find } });
    const { retry } = await processMessage(app, aMessage(request));
    expect(retry).toMatchObject({ at: new Date('2026-11-23T10:01:30.000Z'), reason: 'throttled' });
  });
  it.each([
    ['a request of a backend that has not is done', 0, request, 'signOutPending'],
    ['a what-if need not wait', 90_000, { ...request, whatIf: true }, 'whatIf'],
    [
      'what a person must approve need not wait',
      90_000,
      { ...request, confirm: true },
      'awaitingConfirmation',
    ],
    ['a denial need not wait', 90_000, { ...request, tenantId: 'other' }, 'rejected'],
  ])('%s', async (_rule, ms, body, status) => {
    const { dependencies } = appOfTwins();
    const { published } = await processMessage(pausedFor(ms, dependencies), aMessage(body));
    expect(published.map(({ outcome }) => outcome.status)).toEqual([status]);
  });
  it('what a person must approve for its severity need not wait', async () => {
    const confirmation = { ...aPolicy().confirmation, severityBelow: 'high' } as const;
    const { dependencies } = appOfTwins({ confirmation });
    const body = { ...request, alert: { severity: 'low' } };
    const { published } = await processMessage(pausedFor(90_000, dependencies), aMessage(body));
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['awaitingConfirmation']);
  });
});

describe('while a backend cannot be reached, requests wait and nothing is done without it:', () => {
  const down = (what: 'ledger' | 'serviceBus') => () => Promise.reject(new Unavailable(what, undefined));
  it('the ledger', async () => {
    const { dependencies, requestQueue, resultsTopic, tenant } = appOfTwins();
    const ledger = { ...dependencies.ledger, requests: { enter: down('ledger'), begin: down('ledger') } };
    await processMessage({ ...dependencies, ledger }, aMessage(request));
    expect(tenant.revoked).toEqual([]);
    expect(resultsTopic.published).toEqual([]);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
  it('the topic, whose outcome is published by the copy, and nobody is revoked again', async () => {
    const { dependencies, requestQueue, resultsTopic, tenant, clock } = appOfTwins();
    const { retry } = await processMessage(
      { ...dependencies, resultsTopic: { publish: down('serviceBus') } },
      aMessage(request),
    );
    expect(retry?.reason).toBe('serviceBusUnavailable');
    expect(tenant.revoked).toEqual([avery]);
    clock.advance(15_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
  it('the topic, even if the request is too old by then', async () => {
    const { dependencies, requestQueue } = appOfTwins();
    const old = aMessage(request, {}, { enqueuedAt: '2026-11-20T10:00:00.000Z' });
    await processMessage({ ...dependencies, resultsTopic: { publish: down('serviceBus') } }, old);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
  it('but not the request queue, without which the broker must redeliver the message', async () => {
    const { dependencies, requestQueue, telemetry } = appOfTwins();
    const ledger = { ...dependencies.ledger, requests: { enter: down('ledger'), begin: down('ledger') } };
    const schedule = down('serviceBus');
    const app = { ...dependencies, ledger, requestQueue: { ...requestQueue, schedule } };
    await expect(processMessage(app, aMessage(request))).rejects.toThrow(Unavailable);
    expect(telemetry.events).toEqual([{ kind: 'deliveryFailed', error: 'Unavailable' }]);
  });
});

describe('a broken invariant', () => {
  it('is not retried by the app: the broker redelivers the message until it has counted too many deliveries', async () => {
    const { dependencies, requestQueue } = appOfTwins();
    const find = (): never => {
      throw new TypeError('A bug.');
    };
    const app = { ...dependencies, directory: { ...dependencies.directory, find } };
    await expect(processMessage(app, aMessage(request))).rejects.toThrow('A bug.');
    expect(requestQueue.scheduled).toEqual([]);
  });
});
