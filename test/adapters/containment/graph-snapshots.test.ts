import { describe, expect, it } from '@jest/globals';
import { graphSnapshots } from '../../../shared/adapters/containment/graph-snapshots';
import type { AccountSnapshot } from '../../../shared/core/account-snapshot';
import { MAX_SNAPSHOT_ITEMS, snapshotParts } from '../../../shared/core/account-snapshot';
import type { Clock } from '../../../shared/ports/clock';
import { failure } from '../../../local/tenant/graph-message';
import { BEFORE, LATER, SINCE, aConsent, aDevice, aMethod, anAppRole } from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';
import { AVERY_ID, aUser } from '../../support/builders';

/** The second is over at once, or does not end while anything is under way; shorter waits are those of the pace. */
function take(graph: AnsweredGraph, secondIs: 'endless' | 'over' = 'endless'): Promise<AccountSnapshot> {
  const { clock } = graph;
  const second = secondIs === 'over' ? Promise.resolve() : new Promise<void>(() => undefined);
  const sleep: Clock['sleep'] = (ms) => (ms === 1000 ? second : clock.sleep(ms));
  return graphSnapshots({ ...graph.options, clock: { ...clock, sleep } }).take(aUser());
}

function given(): AnsweredGraph {
  const graph = answeredGraph();
  const { items } = graph.directory;
  items.methods.push(
    aMethod('phone', 'phone', { phoneNumber: '+1 555 010 4207', phoneType: 'mobile' }),
    aMethod('email', 'mail', { emailAddress: 'someone@example.org', createdDateTime: BEFORE }),
  );
  items.consents.push(aConsent('consent'));
  items.appRoles.push(anAppRole('role'));
  items.devices.push(aDevice('device'));
  items.risks.push({
    id: AVERY_ID,
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    riskLastUpdatedDateTime: SINCE,
  });
  items.signInActivity.set(AVERY_ID, {
    lastSignInDateTime: SINCE,
    lastNonInteractiveSignInDateTime: LATER,
    lastSuccessfulSignInDateTime: LATER,
    lastSuccessfulSignInRequestId: 'request-of-the-sign-in',
  });
  return graph;
}

describe('a snapshot', () => {
  it('has every part, without anything secret', async () => {
    const snapshot = await take(given());
    expect(snapshot).toEqual({
      takenAt: '2026-11-23T10:00:00.000Z',
      authenticationMethods: [
        { id: 'phone', name: 'mobile phone …07', type: 'phoneAuthenticationMethod' },
        { id: 'mail', name: 'email s…@example.org', type: 'emailAuthenticationMethod', addedAt: BEFORE },
      ],
      consents: [
        {
          id: 'consent',
          type: 'Principal',
          applicationId: 'client-of-consent',
          scope: 'Mail.Read offline_access',
        },
      ],
      appRoles: [{ id: 'role', name: 'Application role', addedAt: SINCE }],
      devices: [{ id: 'device', name: 'Device device', addedAt: SINCE, isEnabled: true }],
      risk: { level: 'high', state: 'atRisk', detail: 'none', updatedAt: SINCE },
      signIns: {
        lastInteractiveAt: SINCE,
        lastNonInteractiveAt: LATER,
        lastSuccessfulAt: LATER,
        lastSuccessfulRequestId: 'request-of-the-sign-in',
      },
      missing: [],
      cut: [],
    });
    expect(JSON.stringify(snapshot)).not.toMatch(/4207|someone/);
  });
  it('reads only, and gives way to every other call', async () => {
    const graph = given();
    await take(graph);
    expect(graph.calls.every((call) => call.startsWith('GET '))).toBe(true);
    expect(new Set(graph.requests.map(({ headers }) => headers['x-ms-throttle-priority']))).toEqual(
      new Set(['low']),
    );
  });
  it('of a user without any of it says so', async () => {
    const graph = answeredGraph();
    expect(await take(graph)).toMatchObject({
      authenticationMethods: [],
      risk: { state: 'none' },
      signIns: {},
      missing: [],
    });
  });
  it('leaves out and names what is not permitted, and has the rest', async () => {
    const graph = given();
    graph.tokens.permissions.delete('IdentityRiskyUser.Read.All');
    graph.tokens.permissions.delete('AuditLog.Read.All');
    const { missing, ...snapshot } = await take(graph);
    expect(missing.map(({ part, reason }) => [part, reason.values['permission']])).toEqual([
      ['risk', 'IdentityRiskyUser.Read.All'],
      ['signIns', 'AuditLog.Read.All'],
    ]);
    expect(Object.keys(snapshot).sort()).toEqual(
      ['appRoles', 'authenticationMethods', 'consents', 'cut', 'devices', 'takenAt'].sort(),
    );
  });
  it('leaves out and names what was not read in time', async () => {
    const { missing, ...snapshot } = await take(given(), 'over');
    expect(missing.map(({ part }) => part)).toEqual([...snapshotParts]);
    expect(new Set(missing.map(({ reason }) => reason.code))).toEqual(new Set(['notReadInTime']));
    expect(snapshot).toEqual({ takenAt: '2026-11-23T10:00:00.000Z', cut: [] });
  });
  it('asks for nothing a second time, and does not fail with Graph', async () => {
    const graph = given();
    graph.faults.add({ times: 99, answer: failure(503, 'serviceNotAvailable', '') });
    const { missing } = await take(graph);
    expect(missing).toHaveLength(snapshotParts.length);
    expect(graph.calls).toHaveLength(snapshotParts.length + 1);
  });
  it('does not fail with an answer that is none', async () => {
    const graph = given();
    graph.faults.add({ times: 99, answer: { status: 200, body: [] } });
    expect((await take(graph)).missing).toHaveLength(snapshotParts.length);
  });
  it('is bounded, and names what there was more of', async () => {
    const graph = given();
    const long = 'x'.repeat(10_000);
    const { items } = graph.directory;
    for (let n = 0; n < MAX_SNAPSHOT_ITEMS + 5; n++) {
      items.methods.push(
        aMethod('fido2', `${String(n)}${long}`, { displayName: long, createdDateTime: SINCE }),
      );
      items.consents.push(aConsent(`${String(n)}${long}`, { scope: long, clientId: long }));
      items.appRoles.push(anAppRole(`${String(n)}${long}`, { resourceDisplayName: long }));
      items.devices.push(aDevice(`${String(n)}${long}`, { displayName: long }));
    }
    const snapshot = await take(graph);
    expect(snapshot.cut).toEqual(['authenticationMethods', 'consents', 'appRoles', 'devices']);
    expect(snapshot.devices).toHaveLength(MAX_SNAPSHOT_ITEMS);
    expect(Buffer.byteLength(JSON.stringify(snapshot))).toBeLessThan(60_000);
  });
});
