import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { sharePointRevoker } from '../../shared/adapters/sharepoint/sharepoint-revoker';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { Revoker } from '../../shared/ports/revoker';
import { startAdminHost } from '../../local/sharepoint/admin-host';
import { state } from '../../local/sharepoint/answers';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { contosoUsers } from '../../local/tenant/contoso';
import type { Tenant } from '../../local/tenant/tenant';
import { aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant, trust } from '../support/loopback-tenant';
import { inMemorySharePoint } from '../twins/in-memory-sharepoint';
import { inMemoryTenant } from '../twins/in-memory-tenant';

/** An identity gets all tokens of a process from one endpoint. */
let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());

interface Side {
  readonly revoker: Revoker;
  /** The number of calls that the backend has received. */
  readonly calls: () => number;
  stop(): Promise<void>;
}

const STATES: Readonly<Record<string, number>> = {
  'disabled@contoso.com': 0,
  'failing@contoso.com': 2,
  'soon@contoso.com': 3,
  'avery@contoso.com': 4,
  'strange@contoso.com': 7,
};
const nothing = () => Promise.resolve();

function graphTwin(): Promise<Side> {
  const users = contosoUsers.map(({ id, userPrincipalName }) => ({ id, userPrincipalName }));
  const { revoker, revoked } = inMemoryTenant(users, fixedClock());
  return Promise.resolve({ revoker, calls: () => revoked.length, stop: nothing });
}

function graphAdapter(): Promise<Side> {
  const clock = fixedClock();
  const options = graphOptions(tenant, clock);
  const revoker = graphRevoker(graphClient(options), options.pace.writes, clock);
  return Promise.resolve({ revoker, calls: () => tenant.calls.length, stop: nothing });
}

function sharePointTwin(): Promise<Side> {
  const { revoker, called } = inMemorySharePoint(STATES, fixedClock());
  return Promise.resolve({ revoker, calls: () => called.length, stop: nothing });
}

async function sharePointAdapter(): Promise<Side> {
  const certificate = await loopbackCertificate();
  trust(certificate);
  const host = await startAdminHost({ certificate, tokens: tenant.tokens });
  for (const [user, value] of Object.entries(STATES)) host.answer(user, state(value));
  const credential = managedIdentity();
  return {
    revoker: sharePointRevoker({ adminUrl: host.adminUrl, credential, clock: fixedClock() }),
    calls: () => host.calls.length,
    stop: () => host.stop(),
  };
}

const CALL = { mayCall: () => true, share: ['queue', 'request-1', aUser().id] };
const named = (userPrincipalName: string): DirectoryUser => aUser({ userPrincipalName });
const sharePointSides = [
  ["SharePoint's in-memory twin", sharePointTwin],
  ['SharePoint', sharePointAdapter],
] as const;

describe.each([
  ["Graph's in-memory twin", graphTwin],
  ['Microsoft Graph', graphAdapter],
  ...sharePointSides,
] as const)('the method of %s', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('signs a user out, and reports the calls with the ids of the backend', async () => {
    expect(await side.revoker.revoke(aUser(), CALL)).toMatchObject({
      kind: 'accepted',
      acceptedAt: expect.any(Date),
      attempts: 1,
      requestIds: [expect.any(String)],
    });
  });
  it('may be called again for the same user', async () => {
    const [first, second] = [
      await side.revoker.revoke(aUser(), CALL),
      await side.revoker.revoke(aUser(), CALL),
    ];
    expect([first.kind, second.kind]).toEqual(['accepted', 'accepted']);
    expect(second.requestIds).not.toEqual(first.requestIds);
  });
  it('makes no call when it may not, and says that it was not made', async () => {
    const before = side.calls();
    const answer = await side.revoker.revoke(aUser(), { ...CALL, mayCall: () => false });
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' } });
    expect(side.calls()).toBe(before);
  });
  it('has not been asked to pause', () => expect(side.revoker.pausedForMs()).toBe(0));
});

describe.each(sharePointSides)('the states of %s', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it.each<[string, object]>([
    ['disabled@contoso.com', { kind: 'failed', failure: { kind: 'notEnabled' }, attempts: 1 }],
    ['nobody@contoso.com', { kind: 'failed', failure: { kind: 'userGone' }, attempts: 1 }],
    ['failing@contoso.com', { kind: 'failed', failure: { kind: 'notDone' }, attempts: 2 }],
    ['soon@contoso.com', { kind: 'accepted', effect: 'signOutPending', attempts: 1 }],
    ['avery@contoso.com', { kind: 'accepted', effect: 'signedOut', attempts: 1 }],
    ['strange@contoso.com', { kind: 'failed', failure: { kind: 'notDone' }, attempts: 1 }],
  ])('are answered for %s', async (user, answer) => {
    const before = side.calls();
    const answered = await side.revoker.revoke(named(user), CALL);
    expect(answered).toMatchObject(answer);
    expect(answered.requestIds).toHaveLength(answered.attempts);
    expect(side.calls() - before).toBe(answered.attempts);
  });
  it('are not asked for a user without a name', async () => {
    const { userPrincipalName: _name, ...nameless } = aUser();
    expect(await side.revoker.revoke(nameless, CALL)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'notDone' },
      attempts: 0,
    });
  });
});
