import { describe, expect, it } from '@jest/globals';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import { connectionsOf } from '../../shared/core/connection';
import type { Connection } from '../../shared/core/connection';
import type { Containment } from '../../shared/core/containment';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { MAX_INCIDENTS } from '../../shared/core/incidents-to-ask';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import type { StoredContainment } from '../../shared/ports/containment-store';
import type { Incidents } from '../../shared/ports/incidents';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { aContainment, averyId, sendingTo } from '../support/contained';
import {
  MINUTE_MS,
  XDR_INCIDENT,
  closeAsFalsePositive,
  containedFor,
  restoringApp,
  sweepOf,
} from '../support/false-positives';
import { deliverOwn } from '../support/proven';

const APPROVED = [{ kind: 'approved', requestId: 'inc-1' }];
const UNDER_WAY = [{ kind: 'left', requestId: 'inc-1', why: 'a decision on it is being carried out' }];

/** The containment of somebody else, for an incident of its own. */
function another(n: number): Containment {
  const id = `user-${String(n)}`;
  return aContainment({
    outcomeId: storedId<OutcomeId>(`contained-${String(n + 2)}`),
    user: { reference: { kind: 'id', id }, id },
    alert: { incidentId: String(n + 1) },
    changes: [{ step: 'disableSignIn', item: { kind: 'signIn', id }, state: 'made' }],
  });
}

describe('a sweep', () => {
  it('reads nothing of containments where no policy wants it', async () => {
    const app = await containedFor(restoringApp({ restoreFalsePositives: [] }));
    const { ledger } = app.dependencies;
    const open = () => {
      throw new Error('It was read.');
    };
    const home = {
      ...app.dependencies,
      ledger: { ...ledger, containments: { ...ledger.containments, open } },
    };
    expect(await sweepOf(app, home)).toEqual([]);
  });
  it('ends for a system that cannot be read, and goes on by the next', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    app.xdr.faults.push({ kind: 'failed', reason: '403' });
    expect(await sweepOf(app)).toMatchObject([
      { kind: 'failed', failure: { message: expect.stringContaining('403') } },
    ]);
    expect(app.requestQueue.sent).toEqual([]);
    expect(await sweepOf(app)).toEqual(APPROVED);
  });
  it('goes on after incidents that cannot be read alone, and reports their reason once', async () => {
    const app = restoringApp();
    for (const n of [1, 2]) await app.dependencies.ledger.containments.begin(another(n));
    await containedFor(app);
    closeAsFalsePositive(app);
    const denied = { kind: 'failed', reason: '403', isOfIncident: true } as const;
    const judge: Incidents['judge'] = (id) =>
      id === XDR_INCIDENT ? app.xdr.judge(id) : Promise.resolve(denied);
    const incidentsOf = () => ({ ...app.xdr, judge });
    expect(await sweepOf({ ...app, incidentsOf })).toMatchObject([
      ...APPROVED,
      { kind: 'failed', failure: { message: 'Incidents of defenderXdr cannot be read: 403' } },
    ]);
  });
  it('whose message is lost is finished by a later one', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    const { requestQueue } = app.dependencies;
    const send = (...args: Parameters<typeof requestQueue.send>) =>
      args[1] ? requestQueue.send(...args) : Promise.reject(new Error('killed'));
    const home = { ...app.dependencies, requestQueue: { ...requestQueue, send } };
    expect(await sweepOf(app, home)).toMatchObject([{ kind: 'failed', failure: { message: 'killed' } }]);
    expect(await sweepOf(app)).toEqual(UNDER_WAY);
    app.clock.advance(10 * MINUTE_MS);
    expect(await resumeDecisions(app.dependencies)).toBe(1);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['restored']);
    expect(app.things.state()).toMatchObject({ 'sign-in': true });
  });
  it('beside another one has it restored once', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    await Promise.all([sweepOf(app), sweepOf(app)]);
    await deliverOwn(app);
    await deliverOwn(app);
    expect(app.statuses()).toEqual(['restored']);
    expect(app.tenant.revoked).toEqual([averyId]);
  });
  it('reads nothing more of a system that asks to wait, nor begins anything after its time', async () => {
    const app = await containedFor();
    await app.dependencies.ledger.containments.begin(another(1));
    app.xdr.add('2');
    app.xdr.faults.push({ kind: 'failed', reason: '429', retryAfterMs: 1000 });
    expect(await sweepOf(app)).toHaveLength(1);
    expect(app.xdr.calls).toEqual(['judge']);
    const { xdr } = app;
    const slow = {
      ...xdr,
      judge: (id: string) => {
        app.clock.advance(5 * MINUTE_MS);
        return xdr.judge(id);
      },
    };
    await sweepOf({ ...app, incidentsOf: () => slow });
    expect(app.xdr.calls).toEqual(['judge', 'judge']);
  });
  it('leaves a request on which a person has decided in the same moment to them', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    const { ledger } = app.dependencies;
    const decide: typeof ledger.approvals.decide = (id, decision) =>
      ledger.approvals.decide(id, {
        ...decision,
        decision: 'decline',
        by: 'lead@contoso.com',
        key: 'of the person',
      });
    const home = { ...app.dependencies, ledger: { ...ledger, approvals: { ...ledger.approvals, decide } } };
    expect(await sweepOf(app, home)).toEqual(UNDER_WAY);
    expect(app.requestQueue.sent.filter(({ at }) => at === undefined)).toEqual([]);
  });
  it('leaves a containment whose restore has begun since it was listed', async () => {
    const app = await containedFor();
    closeAsFalsePositive(app);
    const { ledger } = app.dependencies;
    const { containments } = ledger;
    const listed: StoredContainment[] = [];
    for await (const stored of containments.open()) listed.push(stored);
    for (const one of listed) await containments.write(one, { ...one.containment, state: 'restoring' });
    const open = async function* () {
      await Promise.resolve();
      yield* listed;
    };
    const home = { ...app.dependencies, ledger: { ...ledger, containments: { ...containments, open } } };
    expect(await sweepOf(app, home)).toEqual(UNDER_WAY);
    expect(app.requestQueue.sent).toEqual([]);
  });
  it('reads so many incidents, and the others in the next ones', async () => {
    const app = restoringApp();
    for (let n = 0; n < MAX_INCIDENTS * 2; n++) {
      await app.dependencies.ledger.containments.begin(another(n));
    }
    await sweepOf(app);
    expect(app.xdr.calls).toHaveLength(MAX_INCIDENTS);
    app.clock.advance(10 * MINUTE_MS);
    await sweepOf(app);
    expect(app.xdr.calls).toHaveLength(2 * MAX_INCIDENTS);
  });
});

describe('a connected tenant', () => {
  const connected = async (policy: Connection['policy'], further: Partial<Connection> = {}) => {
    const connection: Connection = { tenantId: OTHER_TENANT_ID, policy, sources: ['queue'], ...further };
    const app = restoringApp();
    const { dependencies } = app;
    const tenants = {
      connections: () => Promise.resolve(connectionsOf([connection])),
      access: () => ({ ...dependencies, policy: tightenPolicy(dependencies.policy, connection) }),
    };
    const inTenants = { ...dependencies, tenants };
    const changed = { ...app, dependencies: inTenants, send: sendingTo(inTenants) };
    await containedFor(changed, { tenantId: OTHER_TENANT_ID });
    closeAsFalsePositive(changed);
    return { app: changed, connection };
  };
  it('has its incidents read by its own connection, where its own policy wants it', async () => {
    const { app, connection } = await connected({ restoreFalsePositives: ['defenderXdr'] });
    expect(await sweepOf(app)).toEqual(APPROVED);
    expect(app.asked).toEqual([connection]);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'restored', tenantId: OTHER_TENANT_ID });
  });
  it('is not asked where only the policy of the home tenant wants it, nor is the incident of that number there', async () => {
    const { app } = await connected({});
    expect(await sweepOf(app)).toEqual([]);
    expect(app.xdr.calls).toEqual([]);
  });
  it.each([
    ['that is disconnected', {}, { disconnected: true }],
    ['in which only what-if is allowed', { mode: 'whatIf' }, {}],
  ] as const)('%s is not asked', async (_what, policy, further) => {
    const { app } = await connected({ restoreFalsePositives: ['defenderXdr'], ...policy }, further);
    expect(await sweepOf(app)).toEqual([]);
    expect(app.xdr.calls).toEqual([]);
  });
});

describe('an analyst who is contained', () => {
  it('has nobody restored, also not in another tenant', async () => {
    const app = await containedFor();
    const analyst = 'analyst@northwind.example';
    const user = {
      reference: { kind: 'userPrincipalName', userPrincipalName: analyst },
      id: 'analyst-id',
    } as const;
    await app.dependencies.ledger.containments.begin({ ...another(1), tenantId: OTHER_TENANT_ID, user });
    closeAsFalsePositive(app, { by: analyst });
    expect(await sweepOf(app)).toMatchObject([
      { kind: 'left', why: expect.stringContaining('is contained') },
    ]);
  });
});

describe('a connection to the home tenant', () => {
  it.each([
    ['nothing', {}, APPROVED],
    ['that it is off', { restoreFalsePositives: [] }, []],
  ] as const)('that says %s', async (_what, policy, results) => {
    const app = await containedFor();
    const connection: Connection = { tenantId: TENANT_ID, policy, sources: ['queue'] };
    const connections = () => Promise.resolve(connectionsOf([connection]));
    const tenants = { ...app.dependencies.tenants, connections };
    closeAsFalsePositive(app);
    expect(await sweepOf(app, { ...app.dependencies, tenants })).toEqual(results);
    expect(app.asked.filter((one) => one !== undefined)).toEqual([]);
  });
});
