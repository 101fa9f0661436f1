import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import type { Policy } from '../../shared/core/policy';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { incidentNote } from '../../shared/messages/incidents/incident-note';
import type { OutcomeEvent } from '../../shared/messages/outcome-event';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { aContainment, averyId, recordsOf, restoreAs } from '../support/contained';
import type { RestoringApp } from '../support/false-positives';
import {
  MINUTE_MS,
  XDR_INCIDENT,
  closeAsFalsePositive,
  containedFor,
  restoringApp,
  sweepOf,
} from '../support/false-positives';
import { INCIDENT } from '../support/generated-outcomes';
import { decideAs, deliverOwn } from '../support/proven';

const BACK = { 'sign-in': true, passkey: false, consent: true, laptop: true };
const CONTAINED = { 'sign-in': false, passkey: false, consent: false, laptop: false };
const BY = `incident ${XDR_INCIDENT} (defenderXdr)`;
const APPROVED = [{ kind: 'approved', requestId: 'inc-1' }];
const left = (why: string) => [{ kind: 'left', requestId: 'inc-1', why: expect.stringContaining(why) }];

/** Nothing was asked for, decided or brought back. */
function expectNothing(app: RestoringApp): void {
  expect(app.requestQueue.sent).toEqual([]);
  expect(app.published()).toEqual([]);
  expect(app.things.state()).toEqual(CONTAINED);
}

async function openApproval(app: RestoringApp): Promise<string> {
  for await (const { id, restore } of app.dependencies.ledger.approvals.pending()) if (restore) return id;
  return '';
}

describe('a confirmed false positive', () => {
  it('has the user signed out once more, and then brought back what was changed', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(APPROVED);
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([averyId]);
    expect(app.things.state()).toEqual(BACK);
    expect(await recordsOf(app)).toMatchObject([{ state: 'restored', endedBy: BY }]);
  });
  it('is named by the outcome, which nobody proven has approved', async () => {
    const app = await containedFor(restoringApp(), { receivedBy: 'webhook:siem' });
    closeAsFalsePositive(app);
    await sweepOf(app);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['restored']);
    const { confirmation, ...outcome } = app.last() ?? {};
    expect(outcome).toMatchObject({
      receivedBy: 'webhook:siem',
      requestedBy: BY,
      alert: { incidentId: XDR_INCIDENT },
    });
    expect(confirmation).toMatchObject({ decision: 'approve', by: BY });
    expect(confirmation).not.toHaveProperty('byProven');
    const [published] = app.resultsTopic.published.map(({ body }) => readTopicMessage(body));
    expect(published?.kind === 'event' && incidentNote(published.event as OutcomeEvent)).toMatchObject({
      incident: { system: 'defenderXdr', id: XDR_INCIDENT },
      text: expect.stringContaining('Status restored'),
    });
  });
  it('is read once for all its users, and restores each once, however often is swept', async () => {
    const app = await containedFor();
    const second = aContainment({
      outcomeId: storedId<OutcomeId>('contained-2'),
      requestId: 'inc-2',
      user: { reference: { kind: 'id', id: 'blake-id' }, id: 'blake-id' },
      alert: { incidentId: XDR_INCIDENT },
      changes: [{ step: 'disableSignIn', item: { kind: 'signIn', id: 'blake-id' }, state: 'made' }],
    });
    await app.dependencies.ledger.containments.begin(second);
    closeAsFalsePositive(app);
    // Nobody knows Blake by this id: one user of an incident keeps no other from being restored.
    const missing = { kind: 'left', requestId: 'inc-2', why: expect.stringContaining('user') };
    expect(await sweepOf(app)).toEqual([...APPROVED, missing]);
    expect(app.xdr.calls).toEqual(['judge']);
    await deliverOwn(app);
    expect(await sweepOf(app)).toEqual([missing]);
    expect(app.statuses()).toEqual(['restored']);
  });
  it('approves the request for approval that a person has opened, as it stands', async () => {
    const app = await containedFor();
    await app.send({ restore: 'inc-1', by: 'soc@contoso.com', reason: 'It looks false' });
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(APPROVED);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['awaitingConfirmation', 'restored']);
    expect(app.last()).toMatchObject({ requestedBy: 'soc@contoso.com', confirmation: { by: BY } });
  });
  it('of Microsoft Sentinel counts where policy names that system', async () => {
    const app = await containedFor(restoringApp({ restoreFalsePositives: ['sentinel'] }), {
      alert: { incidentId: INCIDENT },
    });
    app.sentinel.add(INCIDENT.toLowerCase());
    closeAsFalsePositive(app);
    app.sentinel.update(INCIDENT.toLowerCase(), { isFalsePositive: true });
    app.clock.advance(5 * MINUTE_MS);
    expect(await sweepOf(app)).toEqual(APPROVED);
    expect(app.xdr.calls).toEqual([]);
  });
});

describe('nobody is restored', () => {
  it.each([
    ['policy has no such key', {}],
    ['policy names no system', { restoreFalsePositives: [] }],
    ['policy names another system', { restoreFalsePositives: ['sentinel'] }],
    ['only what-if is allowed', { mode: 'whatIf', restoreFalsePositives: ['defenderXdr'] }],
    ['revoking is switched off', { revocationEnabled: false, restoreFalsePositives: ['defenderXdr'] }],
  ] as readonly (readonly [string, Partial<Policy>])[])(
    'where %s, and no incident is read',
    async (_what, policy) => {
      const app = restoringApp();
      const { restoreFalsePositives: _on, ...others } = app.dependencies.policy;
      const dependencies: Dependencies = { ...app.dependencies, policy: { ...others, ...policy } };
      const changed = { ...app, dependencies };
      await containedFor(changed);
      closeAsFalsePositive(changed);
      expect(await sweepOf(changed)).toEqual([]);
      expect(app.xdr.calls).toEqual([]);
      expectNothing(changed);
    },
  );
  it('while the emergency switch has stopped all, and after that it goes on', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    await app.switchStore.set({ state: 'stopped', by: 'ops@contoso.com', reason: 'Drill' });
    app.clock.advance(MINUTE_MS);
    expect(await sweepOf(app)).toEqual([]);
    expectNothing(app);
    await app.switchStore.set({ state: 'running', by: 'ops@contoso.com', reason: 'Over' });
    app.clock.advance(MINUTE_MS);
    expect(await sweepOf(app)).toEqual(APPROVED);
  });
  it.each([
    ['the incident is open', (app: RestoringApp) => app.clock.advance(10 * MINUTE_MS), []],
    ['it is false for less than five minutes', (app) => closeAsFalsePositive(app, { minutes: 4 }), []],
    [
      'the classification was taken back',
      (app) => {
        closeAsFalsePositive(app, { minutes: 2 });
        app.xdr.update(XDR_INCIDENT, { isFalsePositive: false });
        app.clock.advance(10 * MINUTE_MS);
      },
      [],
    ],
    [
      'it was assigned to the user concerned',
      (app) => closeAsFalsePositive(app, { by: 'Avery@Contoso.com' }),
      left('an account that is contained'),
    ],
    [
      'the app has commented it since, and nobody else has changed it',
      async (app) => {
        closeAsFalsePositive(app);
        await app.xdr.comment(XDR_INCIDENT, {
          id: 'c',
          text: '… (session-revoker 0123456789abcdef0123)',
          markers: [],
        });
        app.clock.advance(10 * MINUTE_MS);
      },
      left('a comment of the app'),
    ],
  ] as readonly (readonly [string, (app: RestoringApp) => void | Promise<void>, readonly unknown[]])[])(
    'where %s',
    async (_what, happens, results) => {
      const app = await containedFor();
      await happens(app);
      expect(await sweepOf(app)).toEqual(results);
      expectNothing(app);
    },
  );
  it('by an incident that was a false positive before the user was contained', async () => {
    const app = restoringApp();
    app.xdr.update(XDR_INCIDENT, { isFalsePositive: true });
    app.clock.advance(10 * MINUTE_MS);
    await containedFor(app, { startedAt: app.clock.now().toISOString() });
    app.clock.advance(10 * MINUTE_MS);
    expect(await sweepOf(app)).toEqual(left('before the user was contained'));
    expectNothing(app);
  });
  it('whose containment is older than what the ledger knows of others', async () => {
    const app = await containedFor();
    app.clock.advance(app.dependencies.policy.recordRetentionMs);
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual([]);
    expect(app.xdr.calls).toEqual([]);
  });
  it('while something newer about the user is open', async () => {
    const app = await containedFor();
    await app.send({ id: 'inc-9', user: 'avery@contoso.com', confirm: true, alert: { incidentId: '29' } });
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(left('A newer alert on the user is open'));
    expect(app.things.state()).toEqual(CONTAINED);
  });
  it.each([
    ['another incident', { id: 'a', incidentId: '30' }],
    ['an alert without an incident', { id: 'a' }],
  ])('about whom %s has asked since, also if it was answered by the same lockout', async (_what, alert) => {
    const app = await containedFor();
    for (const id of ['first', 'second']) await app.send({ id, user: 'avery@contoso.com', alert });
    expect(app.statuses().at(-1)).toBe('duplicate');
    app.clock.advance(2 * 3_600_000);
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(left('something else has asked'));
    expect(await openApproval(app)).toBe('');
  });
  it('but repetitions of the same incident hold nothing up', async () => {
    const app = await containedFor();
    const alert = { id: 'a', incidentId: XDR_INCIDENT };
    for (const id of ['first', 'second']) await app.send({ id, user: 'avery@contoso.com', alert });
    app.clock.advance(2 * 3_600_000);
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(APPROVED);
  });
});

describe('persons', () => {
  it('who have declined win, also over a later request', async () => {
    const app = await containedFor();
    await app.send({ restore: 'inc-1', by: 'soc@contoso.com' });
    await decideAs(app, 'lead', await openApproval(app), { decision: 'decline' });
    await deliverOwn(app);
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(left('declined'));
    app.clock.advance(13 * 3_600_000);
    await app.send({ restore: 'inc-1', by: 'soc@contoso.com' });
    expect(await sweepOf(app)).toEqual(left('declined'));
    expect(app.things.state()).toEqual(CONTAINED);
  });
  it('who have let a request expire have not declined', async () => {
    const app = await containedFor();
    await app.send({ restore: 'inc-1', by: 'soc@contoso.com' });
    app.clock.advance(13 * 3_600_000);
    await deliverOwn(app);
    closeAsFalsePositive(app);
    expect(await sweepOf(app)).toEqual(APPROVED);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['awaitingConfirmation', 'expired', 'restored']);
  });
  it('may ask again after it has failed for good, and the sweep does not', async () => {
    const app = await containedFor();
    app.things.fail('removeConsents', 'forbidden');
    closeAsFalsePositive(app);
    await sweepOf(app);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['failed']);
    app.clock.advance(10 * MINUTE_MS);
    expect(await sweepOf(app)).toEqual(left('it was tried once'));
    app.things.heal();
    expect(await restoreAs(app, 'lead')).toMatchObject({ status: 202 });
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['failed', 'restored']);
  });
  it('who are undoing it already are left to it', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    expect(await restoreAs(app, 'lead')).toMatchObject({ status: 202 });
    expect(await sweepOf(app)).toEqual(left('a decision on it is being carried out'));
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ confirmation: { by: 'lead@contoso.com' } });
  });
});
