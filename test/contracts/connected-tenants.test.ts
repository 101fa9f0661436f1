import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { connectedTenants } from '../../shared/adapters/tenants/connected-tenants';
import { tenantCredential } from '../../shared/adapters/tenants/tenant-credential';
import { sharedTokenRequests } from '../../shared/adapters/tenants/shared-token-requests';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { startAdminHost } from '../../local/sharepoint/admin-host';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { aPolicy, aUser } from '../support/builders';
import { eventually } from '../support/eventually';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant, trust } from '../support/loopback-tenant';

const APPLICATION_ID = '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b';
const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };

/** Each test has tenants of its own. */
const tenantIds = Array.from({ length: 12 }, () => randomUUID());
const nextTenant = (): string => {
  const id = tenantIds.pop();
  if (id === undefined) throw new Error('All tenants are used.');
  return id;
};
const connectionTo = (tenantId: string, changes: Partial<Connection> = {}): Connection => ({
  tenantId,
  policy: {},
  sources: ['queue'],
  ...changes,
});

const IDENTITY_ID = randomUUID();
let running: Tenant;
beforeAll(async () => {
  const tenants = tenantIds.map((tenantId) => ({ tenantId, users: [robin] }));
  running = await loopbackTenant({ others: { applicationId: APPLICATION_ID, tenants } });
});
afterAll(() => running.stop());

function start() {
  const clock = fixedClock();
  const federation = {
    identity: managedIdentity(IDENTITY_ID),
    exchangeScope: 'api://AzureADTokenExchange/.default',
    authorityHost: running.authorityHost,
    isPublicAuthority: false,
  };
  const tenants = connectedTenants(
    { federation, applicationId: APPLICATION_ID, graph: graphOptions(running, clock), clock },
    aPolicy(),
    () => Promise.resolve(connectionsOf([])),
  );
  const other = (id: string) => {
    const found = running.others.get(id);
    if (!found) throw new Error(`There is no tenant ${id}.`);
    return found;
  };
  return { clock, tenants, federation, other };
}
const call = { mayCall: () => true, share: [] };

describe('a connected tenant', () => {
  it('is acted in with a token of its own, for which there is no secret', async () => {
    const { tenants, other } = start();
    const [NORTHWIND, FABRIKAM] = [nextTenant(), nextTenant()];
    const { directory, revokers } = tenants.access(connectionTo(NORTHWIND));
    const found = await directory.find({
      kind: 'userPrincipalName',
      userPrincipalName: robin.userPrincipalName,
    });
    expect(found.kind).toBe('found');
    if (found.kind !== 'found') return;
    expect((await revokers.graph.revoke(found.user, call)).kind).toBe('accepted');
    expect(other(NORTHWIND).directory.user(robin.id)?.signInSessionsValidFromDateTime).not.toMatch(
      /^2026-01/,
    );
    expect([other(NORTHWIND).tokens.requests, other(FABRIKAM).tokens.requests]).toEqual([1, 0]);
  });
  it('is asked for one token by any number of callers', async () => {
    const { federation, clock, other } = start();
    const NORTHWIND = nextTenant();
    const credential = sharedTokenRequests(tenantCredential(federation, NORTHWIND, APPLICATION_ID), clock);
    const scope = `${running.graphEndpoint}/.default`;
    const tokens = await Promise.all(Array.from({ length: 40 }, () => credential.getToken(scope)));
    expect(new Set(tokens.map((one) => one?.token)).size).toBe(1);
    await credential.getToken(scope);
    expect(other(NORTHWIND).tokens.requests).toBe(1);
  });
  it('that has taken its consent back is asked once, and ends each call at once', async () => {
    const { tenants, other, clock } = start();
    const NORTHWIND = nextTenant();
    const { directory } = tenants.access(connectionTo(NORTHWIND));
    other(NORTHWIND).consented.clear();
    const before = running.calls.length;
    for (let n = 0; n < 5; n++) {
      const found = await directory.find({ kind: 'id', id: robin.id });
      expect(found).toMatchObject({ kind: 'lookupFailed', failure: { kind: 'consentMissing' } });
    }
    expect(running.calls.length).toBe(before);
    expect(tenants.withoutConsent()).toEqual([NORTHWIND]);
    other(NORTHWIND).consented.add(APPLICATION_ID);
    clock.advance(5 * 60_000);
    expect(tenants.withoutConsent()).toEqual([]);
    expect((await directory.find({ kind: 'id', id: robin.id })).kind).toBe('found');
  });
  it('that throttles does not slow another one', async () => {
    const { tenants, other } = start();
    const [NORTHWIND, FABRIKAM] = [nextTenant(), nextTenant()];
    const throttled = tenants.access(connectionTo(NORTHWIND));
    other(NORTHWIND).faults.add({
      times: 1,
      answer: {
        status: 429,
        headers: { 'Retry-After': '600' },
        body: { error: { code: 'TooManyRequests' } },
      },
    });
    await throttled.revokers.graph.revoke({ id: robin.id, signInTypes: [] }, call);
    expect(throttled.revokers.graph.pausedForMs()).toBeGreaterThan(0);
    const free = tenants.access(connectionTo(FABRIKAM));
    expect(free.revokers.graph.pausedForMs()).toBe(0);
    expect((await free.revokers.graph.revoke({ id: robin.id, signInTypes: [] }, call)).kind).toBe('accepted');
  });
  it('is reached over the connections of the others, which are to the same host', async () => {
    const { tenants } = start();
    const before = running.connections();
    for (const tenantId of [nextTenant(), nextTenant()]) {
      const { directory } = tenants.access(connectionTo(tenantId));
      expect((await directory.find({ kind: 'id', id: robin.id })).kind).toBe('found');
    }
    expect(running.connections() - before).toBe(1);
  });
  it('is connected again when its connection has changed, and only then', () => {
    const { tenants } = start();
    const NORTHWIND = nextTenant();
    const first = tenants.access(connectionTo(NORTHWIND));
    expect(tenants.access(connectionTo(NORTHWIND))).toBe(first);
    const changed = tenants.access(connectionTo(NORTHWIND, { policy: { mode: 'whatIf' } }));
    expect([changed === first, changed.policy.mode]).toEqual([false, 'whatIf']);
  });
  it('shares the calls of SharePoint that are under way with all others, so that a hang leaves messages for Graph', async () => {
    const certificate = await loopbackCertificate();
    trust(certificate);
    const host = await startAdminHost({ certificate, tokens: running.tokens });
    host.answerAll('hang');
    const { tenants } = start();
    const givingUp = new AbortController();
    const revoke = async (tenantId: string): Promise<RevocationAnswer | undefined> =>
      tenants
        .access(connectionTo(tenantId, { sharePointAdminUrl: host.adminUrl }))
        .revokers.sharePoint?.revoke(aUser(), { ...call, signal: givingUp.signal });
    const ids = [nextTenant(), nextTenant()];
    const calls = ids.flatMap((id) => Array.from({ length: 4 }, () => revoke(id)));
    await eventually('eight calls hang', () => host.hanging() === 8);
    expect(await revoke(nextTenant())).toMatchObject({
      failure: { kind: 'throttled', retryAfterMs: 2000 },
      attempts: 0,
    });
    givingUp.abort();
    await Promise.all(calls);
    await host.stop();
  });
});
