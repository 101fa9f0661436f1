import { describe, expect, it } from '@jest/globals';
import { watchBeginner } from '../../shared/app/begin-watch';
import { giveVerdicts } from '../../shared/app/give-verdicts';
import type { Looking } from '../../shared/app/look-for-returns';
import { lookForReturns } from '../../shared/app/look-for-returns';
import { processMessage } from '../../shared/app/process-message';
import { storedId } from '../../shared/core/ids';
import type { Alert } from '../../shared/core/request';
import { signInsLeaseKey } from '../../shared/core/watch-ids';
import type { OutcomeId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import type { Watch, WatchPolicy } from '../../shared/core/watch';
import { evictionSchema } from '../../shared/messages/eviction-schema';
import type { EvictionEvent } from '../../shared/messages/eviction-schema';
import { resultMessage } from '../../shared/messages/result-message';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';
import { AVERY_ID, OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { faultyApp } from '../support/faulty-app';
import { outcomeOf } from '../support/outcomes';
import { aSignIn, aWatch, minute } from '../support/watches';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const report: WatchPolicy = { onReturn: 'report', contain: [], latenessMs: 195 * 60_000 };

async function watching(policy: Partial<Policy> = {}, watches: readonly Watch[] = [aWatch()]) {
  const app = appOfTwins({ watch: report, ...policy });
  const intakeQueue = inMemoryRequestQueue();
  const looking: Looking = { home: app.dependencies, intakeQueue };
  for (const watch of watches) await app.dependencies.ledger.watches.begin(watch);
  const watched = async () => (await app.dependencies.ledger.watches.list()).watches.length;
  /** Lets time pass to a minute after the revocation, and looks every 30 seconds. */
  const lookUntil = async (at: number, on: Looking = looking): Promise<void> => {
    while (app.clock.now().getTime() < minute(at)) {
      app.clock.advance(30_000);
      await lookForReturns(on);
    }
  };
  const events = (): readonly EvictionEvent[] =>
    app.resultsTopic.published
      .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { type: string })
      .filter(({ type }) => type === 'io.github.session-revoker.eviction.v1')
      .map((event) => evictionSchema.parse(event));
  const verdicts = () => events().map(({ data }) => [data.outcomeId, data.verdict, data.reason]);
  return { ...app, intakeQueue, looking, watched, lookUntil, events, verdicts };
}

/** Others of the tenant sign in until then, in minutes: the logs are not silent. */
const others = (until: number) =>
  (['interactive', 'nonInteractive'] as const).flatMap((log) =>
    Array.from({ length: until / 5 }, (_, n) =>
      aSignIn(n * 5, n * 5 + 2, {
        log,
        signIn: { id: `${log}-${String(n)}`, userId: 'other', at: minute(n * 5) },
      }),
    ),
  );

describe('the outcomes on the topic', () => {
  const begun: Watch[] = [];
  const begin = watchBeginner({ begin: (watch) => Promise.resolve(void begun.push(watch)) });
  const user = { reference: { kind: 'id', id: AVERY_ID }, id: AVERY_ID } as const;
  const bodyOf = (status: 'signedOut' | 'signOutPending' | 'failed' | 'duplicate') =>
    resultMessage({ ...outcomeOf(status), user }, 'en').body;

  it('begin a watch where they report a revocation', async () => {
    const { id, requestId, tenantId, revokedAt } = outcomeOf('signOutPending');
    expect(await begin(bodyOf('signOutPending'))).toEqual({ kind: 'watched', outcomeId: id });
    expect(begun).toEqual([
      expect.objectContaining({ outcomeId: id, requestId, tenantId, revokedAt }) as unknown,
    ]);
    expect(begun[0]?.user.id).toBe(AVERY_ID);
    expect(await begin(bodyOf('signedOut'))).toMatchObject({ kind: 'watched' });
  });
  it('begin none otherwise', async () => {
    expect(await begin(bodyOf('failed'))).toEqual({ kind: 'skipped' });
    expect(await begin(bodyOf('duplicate'))).toEqual({ kind: 'skipped' });
    expect(await begin(Buffer.from('{"type":"other"}'))).toEqual({ kind: 'skipped' });
    expect(await begin(Buffer.from('{'))).toEqual({ kind: 'unreadable' });
  });
});

describe('a revocation that is watched', () => {
  it('is reported with where the user has returned from, within a minute of the entry in the log', async () => {
    const { lookUntil, signInLog, events, watched, clock } = await watching();
    signInLog.add(aSignIn(3, 12));
    await lookUntil(11.5);
    expect(events()).toEqual([]);
    await lookUntil(13);
    const [event] = events();
    expect(event?.data).toMatchObject({
      verdict: 'returned',
      session: 'new',
      outcomeId: '4f2d',
      onReturn: 'report',
      message: 'avery@contoso.com has signed in again since the revocation.',
      signIn: { ipAddress: '203.0.113.7', city: 'Lyon', country: 'FR', at: '2026-11-23T10:03:00.000Z' },
    });
    expect(Date.parse(event?.time ?? '') - minute(12)).toBeLessThanOrEqual(60_000);
    expect(await watched()).toBe(0);
    await lookUntil(20);
    expect(events()).toHaveLength(1);
    expect(clock.now().getTime()).toBe(minute(20));
  });
  it('is confirmed once, when its bound and the lateness of the logs have passed', async () => {
    const { lookUntil, signInLog, verdicts } = await watching();
    signInLog.add(...others(300));
    await lookUntil(284.5);
    expect(verdicts()).toEqual([]);
    await lookUntil(290);
    expect(verdicts()).toEqual([['4f2d', 'confirmed', undefined]]);
  });
  it('is not known where the logs were silent', async () => {
    const { lookUntil, verdicts } = await watching();
    await lookUntil(344.5);
    expect(verdicts()).toEqual([]);
    await lookUntil(346);
    expect(verdicts()).toEqual([['4f2d', 'unknown', 'logSilent']]);
  });
  it.each(['notPermitted', 'noLicense'] as const)('is not known after half an hour: %s', async (failure) => {
    const { lookUntil, signInLog, verdicts } = await watching();
    signInLog.failure = failure;
    await lookUntil(40);
    expect(verdicts()).toEqual([['4f2d', 'unknown', failure]]);
    // A denied query is repeated every five minutes.
    expect(signInLog.queries.filter((query) => query === 'read').length).toBeLessThan(20);
    expect(signInLog.queries).not.toContain('newest');
  });
  it('ends without a verdict of its own where the user was restored', async () => {
    const at = new Date(minute(5)).toISOString();
    const restored = aWatch({ outcomeId: storedId<OutcomeId>('9'), revokedAt: at, isRestored: true });
    const { lookUntil, verdicts, watched } = await watching({}, [restored, aWatch()]);
    await lookUntil(6);
    expect(verdicts()).toEqual([['4f2d', 'unknown', 'restored']]);
    expect(await watched()).toBe(0);
  });
  it('is not known in a tenant that is connected no longer', async () => {
    const { lookUntil, verdicts } = await watching({}, [aWatch({ tenantId: OTHER_TENANT_ID })]);
    await lookUntil(1);
    expect(verdicts()).toEqual([['4f2d', 'unknown', 'notConnected']]);
  });
  it('costs nothing in the directory while nobody is watched', async () => {
    const { lookUntil, signInLog } = await watching({}, []);
    await lookUntil(10);
    expect(signInLog.queries).toEqual([]);
  });
  it('is read over several looks where the log has many pages', async () => {
    const many = Array.from({ length: 16 }, (_, n) =>
      aWatch({
        outcomeId: storedId<OutcomeId>(`o-${String(n)}`),
        user: { id: `u-${String(n)}`, reference: 'u' },
      }),
    );
    const { lookUntil, signInLog, verdicts } = await watching({}, many);
    signInLog.pageSize = 2;
    signInLog.add(...others(60).map((one) => ({ ...one, entersAt: minute(0) })));
    signInLog.add(aSignIn(1, 1, { signIn: { id: 's', userId: 'u-3', at: minute(1) } }));
    await lookUntil(3);
    expect(verdicts()).toEqual([['o-3', 'returned', undefined]]);
  });
});

describe('one of several processes looks in a tenant', () => {
  it('and another one gives no verdict while it holds the lease', async () => {
    const { dependencies, lookUntil, signInLog, verdicts, clock } = await watching();
    signInLog.add(aSignIn(1, 1));
    const { ledger, newId } = dependencies;
    const now = clock.now();
    const in1h = new Date(now.getTime() + 3_600_000);
    const leaseExpiresAt = new Date(minute(3));
    const terms = { now, expiresAt: in1h, leaseExpiresAt, leaseId: newId() };
    await ledger.evictions.acquire(signInsLeaseKey(TENANT_ID), terms);
    await lookUntil(2.5);
    expect(verdicts()).toEqual([]);
    await lookUntil(4);
    expect(verdicts()).toHaveLength(1);
  });
});

describe('a process that has lost the lease', () => {
  it('gives no verdict, and leaves the watch to the next look', async () => {
    const { dependencies, intakeQueue, events, watched } = await watching();
    const giving = { intakeQueue, watches: [aWatch()], lease: { mayCall: () => false } };
    expect(await giveVerdicts(giving, dependencies, () => ({ verdict: 'confirmed' }))).toBe(0);
    expect([events().length, await watched()]).toEqual([0, 1]);
  });
});

const iso = (minutes: number): string => new Date(minute(minutes)).toISOString();

describe('what follows a return', () => {
  const revoke: WatchPolicy = { ...report, onReturn: 'revoke' };

  it('is a request with the sender and the alert of the one before, raised by the return', async () => {
    const { lookUntil, signInLog, intakeQueue, events } = await watching({ watch: revoke });
    signInLog.add(aSignIn(3, 4));
    await lookUntil(6);
    const [message, ...more] = intakeQueue.sent;
    expect(more).toEqual([]);
    const request = JSON.parse(Buffer.from(message?.body ?? []).toString()) as Record<string, unknown>;
    expect(request).toMatchObject({
      id: events()[0]?.data.followUpRequestId,
      user: { id: AVERY_ID },
      tenantId: TENANT_ID,
      alert: { provider: 'Sentinel', id: 'a-1', severity: 'high', createdAt: '2026-11-23T10:03:00.000Z' },
    });
    expect(request).not.toHaveProperty('contain');
    expect(message?.properties['revocationReceivedBy']).toBe('webhook:siem');
  });
  it.each<[string, Alert, string | undefined]>([
    ['when the alert was raised', { createdAt: iso(1) }, iso(1)],
    ['when its activity was first seen', { createdAt: iso(1), firstSeenAt: iso(-60) }, iso(-60)],
    ['none, where the alert has none', { id: 'a-1' }, undefined],
  ])('states as the time of the first activity: %s', async (_when, alert, seen) => {
    const { lookUntil, signInLog, intakeQueue } = await watching({ watch: revoke }, [aWatch({ alert })]);
    signInLog.add(aSignIn(3, 4));
    await lookUntil(6);
    const body = Buffer.from(intakeQueue.sent[0]?.body ?? []).toString();
    const { alert: sent } = JSON.parse(body) as { readonly alert: Alert };
    expect([sent.createdAt, sent.firstSeenAt]).toEqual([iso(3), seen]);
  });
  it('names the steps where policy wants to contain', async () => {
    const contain: WatchPolicy = { ...report, onReturn: 'contain', contain: ['disableSignIn'] };
    const { lookUntil, signInLog, intakeQueue } = await watching({ watch: contain });
    signInLog.add(aSignIn(3, 4));
    await lookUntil(5);
    const body = Buffer.from(intakeQueue.sent[0]?.body ?? []).toString();
    expect(JSON.parse(body)).toMatchObject({ contain: ['disableSignIn'] });
  });
  it('waits for a person where there is no brake', async () => {
    const app = await watching({ watch: revoke });
    const { brake: _none, ...policy } = app.dependencies.policy;
    app.signInLog.add(aSignIn(3, 4));
    await app.lookUntil(5, { ...app.looking, home: { ...app.dependencies, policy } });
    expect(JSON.parse(Buffer.from(app.intakeQueue.sent[0]?.body ?? []).toString())).toMatchObject({
      confirm: true,
    });
  });
  it('revokes as often as the brake lets one user be revoked, and then waits for a person', async () => {
    const brake = { users: 25, windowMs: 24 * 3_600_000, repeats: 3 };
    const app = await watching({ watch: revoke, brake }, []);
    const { dependencies, resultsTopic, signInLog, intakeQueue, clock, lookUntil } = app;
    const begin = watchBeginner(dependencies.ledger.watches);
    const statuses: string[] = [];
    const handle = async (message: Parameters<typeof processMessage>[1]): Promise<void> => {
      await processMessage(dependencies, message);
      const { body = new Uint8Array() } = resultsTopic.published.at(-1) ?? {};
      statuses.push(resultOfBytes(body).data.status);
      await begin(body);
    };
    await handle(aMessage({ user: AVERY_ID, alert: { provider: 'Sentinel', id: 'a-1' } }));
    for (let turn = 1; turn <= 5; turn++) {
      const now = (clock.now().getTime() - minute(0)) / 60_000;
      signInLog.add(aSignIn(now + 2, now + 3));
      await lookUntil(now + 5);
      const sent = intakeQueue.sent[turn - 1];
      if (!sent) break;
      await handle(
        aMessage(Buffer.from(sent.body), {}, { messageId: sent.id, enqueuedAt: clock.now().toISOString() }),
      );
    }
    expect(statuses).toEqual(['signOutPending', 'signOutPending', 'signOutPending', 'held']);
  });
});

/** More effects than two verdicts have. */
const EFFECTS = Array.from({ length: 40 }, (_, n) => n);

describe('a process that dies, or loses an answer, at any effect of a look', () => {
  it.each(['deathBefore', 'deathAfter', 'answerLost', 'refused'] as const)(
    'leaves one event for each revocation, and one request: %s',
    async (fault) => {
      let faults = 0;
      for (const nth of EFFECTS) {
        const other = aWatch({ outcomeId: storedId<OutcomeId>('5'), user: { id: 'u', reference: 'u' } });
        const policy = { watch: { ...report, onReturn: 'revoke' as const } };
        const { looking, lookUntil, signInLog, events, intakeQueue, watched, dependencies, clock } =
          await watching(policy, [aWatch(), other]);
        signInLog.add(aSignIn(1, 1), aSignIn(1, 1, { signIn: { id: 's', userId: 'u', at: minute(1) } }));
        clock.advance(2 * 60_000);
        const { app, isDead } = faultyApp({ ...dependencies, requestQueue: intakeQueue }, (n) => {
          faults += n === nth ? 1 : 0;
          return n === nth ? fault : undefined;
        });
        await lookForReturns({ home: app, intakeQueue: app.requestQueue }).catch(() => undefined);
        // A process that is dead renews no lease.
        if (isDead()) clock.advance(60_000);
        await lookUntil(5, looking);
        const written = new Set(events().map((event) => JSON.stringify(event)));
        expect([written.size, new Set(events().map(({ id }) => id)).size]).toEqual([2, 2]);
        expect(intakeQueue.sent).toHaveLength(2);
        expect(await watched()).toBe(0);
      }
      expect(faults).toBeGreaterThan(15);
    },
  );
});
