import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { judgeFalsePositive, namesOfContained } from '../../shared/core/false-positive';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import type { Incidents } from '../../shared/ports/incidents';
import { aMessage } from '../support/app';
import { aContainment, recordsOf } from '../support/contained';
import type { RestoringApp } from '../support/false-positives';
import {
  MINUTE_MS,
  closeAsFalsePositive,
  containedFor,
  restoringApp,
  sweepOf,
} from '../support/false-positives';
import { deliverOwn } from '../support/proven';

const DAY_MS = 24 * 3_600_000;
const HELD_UP = [{ kind: 'left', requestId: 'inc-1', why: expect.stringContaining('something else') }];

describe('incidents that cannot be read, which a sender may name on purpose', () => {
  /** Avery is contained, and others before, for incidents whose reading fails. */
  async function afterOthers(howMany: number): Promise<RestoringApp> {
    const app = restoringApp();
    for (let n = 1; n <= howMany; n++)
      await app.dependencies.ledger.containments.begin(
        aContainment({
          outcomeId: storedId<OutcomeId>(`poison-${String(n)}`),
          requestId: `poison-${String(n)}`,
          user: { reference: { kind: 'id', id: `x-${String(n)}` }, id: `x-${String(n)}` },
          alert: { incidentId: `1${String(n)}` },
          changes: [{ step: 'disableSignIn', item: { kind: 'signIn', id: 'x' }, state: 'made' }],
        }),
      );
    return containedFor(app);
  }
  const sweepWith = (app: RestoringApp, failure: Awaited<ReturnType<Incidents['judge']>>) => {
    const judge: Incidents['judge'] = (id) =>
      id.startsWith('1') ? Promise.resolve(failure) : app.xdr.judge(id);
    return sweepOf({ ...app, incidentsOf: () => ({ ...app.xdr, judge }) });
  };
  it.each([3, 12])('keep no other from its turn: %d of them', async (howMany) => {
    const app = await afterOthers(howMany);
    closeAsFalsePositive(app);
    const kinds = new Set<string>();
    for (let sweeps = 0; sweeps <= howMany; sweeps++) {
      const results = await sweepWith(app, { kind: 'failed', reason: 'HTTP 400' });
      for (const { kind } of results) kinds.add(kind);
      app.clock.advance(10 * MINUTE_MS);
    }
    expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['approved', 'failed']));
  });
  it('end the work for this sweep where the system asks to wait', async () => {
    const app = await afterOthers(12);
    const throttled = { kind: 'failed', reason: 'HTTP 429', retryAfterMs: 1000 } as const;
    const results = await sweepWith(app, throttled);
    expect(results.length).toBeLessThanOrEqual(1);
  });
});

describe('an alert about the user', () => {
  const containment = [{ steps: ['disableSignIn'] as const, mayAsk: [], when: {}, lookBackMs: 0 }];
  const policy = { containment, deduplicationWindowMs: DAY_MS, maxRequestAgeMs: DAY_MS };
  const alertOf = (id: string, incidentId: string) => ({ id, provider: 'xdr', incidentId });
  /** Avery is contained for incident 29, and another alert, which came before that, is still on its way. */
  async function withLateAlert() {
    const app = restoringApp(policy);
    const enqueuedAt = app.clock.now().toISOString();
    app.clock.advance(1000);
    await app.send({ id: 'inc-1', user: 'avery@contoso.com', alert: alertOf('a', '29') });
    const late = { id: 'inc-2', user: 'avery@contoso.com', alert: alertOf('b', '30') };
    const arrive = (more: object = {}) =>
      processMessage(app.dependencies, aMessage({ ...late, ...more }, {}, { messageId: 'late', enqueuedAt }));
    return { app, arrive };
  }
  it('that came before the lockout is not answered by one that was undone meanwhile', async () => {
    const { app, arrive } = await withLateAlert();
    closeAsFalsePositive(app);
    await sweepOf(app);
    await deliverOwn(app);
    await arrive();
    expect(app.statuses()).toEqual(['signOutPending', 'restored', 'signOutPending']);
    expect(app.things.state()).toMatchObject({ 'sign-in': false });
  });
  it('of the same incident is answered by what was decided on that incident', async () => {
    const { app, arrive } = await withLateAlert();
    closeAsFalsePositive(app);
    await sweepOf(app);
    await deliverOwn(app);
    await arrive({ alert: alertOf('b', '29') });
    expect(app.statuses()).toEqual(['signOutPending', 'restored', 'duplicate']);
  });
  it.each(['29', '30'])(
    'that is answered between the decision and its effect keeps the user locked out: of incident %s',
    async (incidentId) => {
      const { app, arrive } = await withLateAlert();
      closeAsFalsePositive(app);
      await sweepOf(app);
      app.clock.advance(MINUTE_MS);
      await arrive({ alert: alertOf('b', incidentId) });
      await deliverOwn(app);
      expect(app.statuses()).toEqual(['signOutPending', 'duplicate', 'failed']);
      expect(app.things.state()).toMatchObject({ 'sign-in': false });
      expect(await sweepOf(app)).toMatchObject([{ kind: 'left' }]);
    },
  );
  it('of the same incident that came after it was closed holds it up, and a repetition does not', async () => {
    const after = async (id: string) => {
      const { app } = await withLateAlert();
      closeAsFalsePositive(app, { minutes: 1 });
      const alert = { ...alertOf(id, '29'), severity: 'high' };
      await processMessage(app.dependencies, aMessage({ id: 'inc-3', user: 'avery@contoso.com', alert }));
      app.clock.advance(5 * MINUTE_MS);
      return [app.statuses().at(-1), await sweepOf(app)];
    };
    expect(await after('a')).toEqual(['duplicate', [{ kind: 'approved', requestId: 'inc-1' }]]);
    expect(await after('c')).toEqual(['duplicate', HELD_UP]);
  });
});

describe('two containments of one user and incident', () => {
  it('are undone in turn, although the restore of one comes after the classification', async () => {
    const app = await containedFor();
    await app.dependencies.ledger.containments.begin(
      aContainment({
        outcomeId: storedId<OutcomeId>('contained-2'),
        requestId: 'inc-2',
        startedAt: '2026-11-23T10:00:30.000Z',
        alert: { incidentId: '29' },
        changes: [{ step: 'disableSignIn', item: { kind: 'signIn', id: 'sign-in' }, state: 'made' }],
      }),
    );
    closeAsFalsePositive(app);
    for (let sweeps = 0; sweeps < 8; sweeps++) {
      await sweepOf(app);
      await deliverOwn(app);
      app.clock.advance(10 * MINUTE_MS);
    }
    expect(app.statuses()).toEqual(['restored', 'restored']);
    expect((await recordsOf(app)).map(({ state }) => state)).toEqual(['restored', 'restored']);
    expect(app.things.state()).toMatchObject({ consent: true, laptop: true });
  });
});

describe('a contained analyst', () => {
  it.each([
    ['lead@fabrikam.com', 'lead_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    ['lead_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'Lead@Fabrikam.com'],
    ['l_x_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'l_x_fabrikam.com#EXT#@wingtip.onmicrosoft.com'],
  ])('counts as a guest of another tenant as well: %s is %s', (userPrincipalName, known) => {
    const user = { id: 'x', userPrincipalName, reference: { kind: 'id', id: 'x' } as const };
    const state = {
      isFalsePositive: true,
      changedAt: '2026-11-26T10:00:00Z',
      people: [known],
      commentedAt: [],
    };
    const about = { startedAt: '2026-11-26T09:00:00Z', contained: new Set(namesOfContained({ user })) };
    const answer = judgeFalsePositive(state, about, new Date('2026-11-26T12:00:00Z'));
    expect(answer).toEqual({ kind: 'left', reason: 'byContained' });
  });
});
