import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenCredential } from '@azure/core-auth';
import { ServiceBusClient } from '@azure/service-bus';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { graphChecks } from '../../shared/health/graph-checks';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { serviceBusChecks } from '../../shared/health/service-bus-checks';
import { systemClock } from '../../shared/adapters/system-clock';
import type { AskedMemberships } from '../../shared/core/policy';
import type { QueueOptions } from '../../local/broker/topology';
import type { CheckReport, CheckResult } from '../../shared/ports/health-check';
import { Unavailable } from '../../shared/ports/unavailable';
import { inMemoryOriginals } from '../twins/in-memory-originals';
import { checkHealth } from '../../shared/health/check-health';
import { ledgerCheck } from '../../shared/health/ledger-check';
import { originalsCheck } from '../../shared/health/originals-check';
import { startBroker } from '../../local/broker/broker';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import type { Permission } from '../../local/tenant/tokens';
import { TENANT_ID } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

const asked: AskedMemberships = { groups: ['7a1c2b3d-0000-4000-8000-0000000000a1'], roles: true };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.faults.clear());

function examined(
  changes: {
    asked?: AskedMemberships | undefined;
    tenantId?: string;
    clock?: typeof systemClock;
    credential?: TokenCredential;
  } = {},
): Promise<readonly CheckReport[]> {
  const { clock = systemClock, tenantId = TENANT_ID } = changes;
  const options = graphOptions(tenant, fixedClock());
  const { endpoint } = options;
  const graph = graphClient(options);
  // A token is cached and lists what was granted when it was issued, so each check-up gets a new one.
  const { credential = managedIdentity() } = changes;
  tenant.tokens.revokeAll();
  const look = 'asked' in changes ? changes.asked : asked;
  return checkHealth(graphChecks({ endpoint, credential, graph, clock, tenantId, asked: look }));
}
const namesOf = (reports: readonly CheckReport[], status: CheckReport['status']): string[] =>
  reports.filter((report) => report.status === status).map(({ name }) => name);

describe('what Microsoft Graph must grant', () => {
  it('is in order when everything is granted', async () => {
    const reports = await examined();
    expect(reports.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'token ok',
      'User.Read.All ok',
      'User.RevokeSessions.All ok',
      'GroupMember.Read.All ok',
      'RoleManagement.Read.Directory ok',
      'RoleEligibilitySchedule.Read.Directory ok',
      'Application.Read.All ok',
      'clock ok',
    ]);
  });
  it('is not changed by the checks', async () => {
    const before = tenant.directory.revocations.length;
    await examined();
    expect(tenant.directory.revocations).toHaveLength(before);
  });
  it.each<[Permission, CheckReport['status']]>([
    ['User.Read.All', 'failed'],
    ['User.RevokeSessions.All', 'failed'],
    ['GroupMember.Read.All', 'failed'],
    ['RoleManagement.Read.Directory', 'failed'],
    ['Application.Read.All', 'warning'],
  ])('%s: without it, exactly this check is not ok (%s), and says what to do', async (permission, status) => {
    tenant.tokens.permissions.delete(permission);
    try {
      const reports = await examined();
      expect(namesOf(reports, status)).toEqual([permission]);
      expect(namesOf(reports, status === 'failed' ? 'warning' : 'failed')).toEqual([]);
      expect(reports.find(({ name }) => name === permission)).toMatchObject({
        detail: expect.stringMatching(/^Missing, to /),
        remedy: `Grant the application permission ${permission} of Microsoft Graph to the identity.`,
      });
    } finally {
      tenant.tokens.permissions.add(permission);
    }
  });
  const eligibility = async (): Promise<CheckReport | undefined> =>
    (await examined()).find(({ name }) => name === 'RoleEligibilitySchedule.Read.Directory');
  const refuseEligibility = (status: number, code: string): void =>
    tenant.faults.add({
      method: 'GET',
      path: 'roleEligibilityScheduleInstances',
      times: 1,
      answer: failure(status, code, ''),
    });
  it('shows whether roles that a user may activate are seen: a warning, since active ones are seen all the same', async () => {
    tenant.tokens.permissions.delete('RoleEligibilitySchedule.Read.Directory');
    refuseEligibility(403, 'PermissionScopeNotGranted');
    try {
      expect(await eligibility()).toEqual({
        name: 'RoleEligibilitySchedule.Read.Directory',
        status: 'warning',
        detail: 'Missing, to count roles as held that a user may activate.',
        remedy:
          'Grant the application permission RoleEligibilitySchedule.Read.Directory of Microsoft Graph to the identity.',
      });
    } finally {
      tenant.tokens.permissions.add('RoleEligibilitySchedule.Read.Directory');
    }
  });
  it('is in order in a tenant without a licence for such roles, which has none', async () => {
    refuseEligibility(400, 'AadPremiumLicenseRequired');
    expect(await eligibility()).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('no licence'),
    });
  });
  it('is not more than the policy needs', async () => {
    const reports = await examined({ asked: undefined });
    expect(reports.map(({ name }) => name)).not.toContain('GroupMember.Read.All');
    expect(reports.map(({ name }) => name)).not.toContain('RoleManagement.Read.Directory');
  });
  it('distinguishes a permission that is granted and refused from one that is missing', async () => {
    const answer = failure(403, 'Authorization_RequestDenied', '');
    tenant.faults.add({ method: 'POST', path: 'checkMemberGroups', times: 1, answer });
    const report = (await examined()).find(({ status }) => status === 'failed');
    expect(report).toMatchObject({
      name: 'GroupMember.Read.All',
      detail: 'Granted, but Microsoft Graph still denies the call. It needs User.Read.All as well.',
    });
  });
  it('is unknown while Microsoft Graph does not answer, and the check says so', async () => {
    tenant.faults.add({ method: 'POST', path: 'revoke', times: 9, answer: 'drop' });
    expect((await examined()).find(({ status }) => status === 'failed')).toMatchObject({
      name: 'User.RevokeSessions.All',
      detail: expect.stringContaining('could not be reached'),
    });
  });
});

describe('the identity', () => {
  it('is reported when it belongs to another tenant', async () =>
    expect(namesOf(await examined({ tenantId: 'b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f' }), 'failed')).toEqual([
      'token',
    ]));
  it('is reported when it returns no token', async () => {
    const credential = { getToken: () => Promise.reject(new Error('no identity')) };
    expect((await examined({ credential })).find(({ status }) => status === 'failed')).toMatchObject({
      name: 'token',
      remedy: expect.stringContaining('AZURE_CLIENT_ID'),
    });
  });
});

describe('the clock', () => {
  const ahead = (ms: number): typeof systemClock => ({
    ...systemClock,
    now: () => new Date(Date.now() + ms),
  });
  it.each<[number, CheckReport['status']]>([
    [0, 'ok'],
    [60_000, 'warning'],
    [-60_000, 'warning'],
    [360_000, 'failed'],
  ])('%d ms apart is %s', async (ms, status) => {
    const report = (await examined({ clock: ahead(ms) })).find(({ name }) => name === 'clock');
    expect(report?.status).toBe(status);
  });
});

describe('Service Bus', () => {
  const entities = {
    requestQueue: 'revocation-requests',
    resultsTopic: 'revocation-results',
    rejectedQueue: 'revocation-rejected',
  };
  it('is in order when every entity exists; a missing one is reported by itself', async () => {
    const broker = await startBroker({
      topology: {
        queues: { 'revocation-requests': {} },
        topics: { 'revocation-results': { subscriptions: { audit: {} } } },
      },
    });
    const client = new ServiceBusClient(broker.connectionString);
    try {
      const reports = await checkHealth(serviceBusChecks(client, entities));
      expect(reports.map(({ name, status }) => [name, status])).toEqual([
        ['request queue', 'ok'],
        ['intake queue', 'warning'],
        ['waits queue', 'warning'],
        ['urgent queue', 'warning'],
        ['results topic', 'ok'],
        ['quarantine', 'failed'],
      ]);
      expect(reports[3]?.detail).toContain('waits until the app receives it');
      expect(reports[5]).toMatchObject({ detail: 'It does not exist.' });
      expect(broker.length('revocation-requests')).toBe(0);
    } finally {
      await client.close();
      await broker.stop();
    }
  });

  /** The report on a request queue with these options that holds messages with these ids. */
  async function reportOn(
    queue: QueueOptions,
    messageIds: readonly string[] = [],
  ): Promise<CheckResult | undefined> {
    const broker = await startBroker({
      topology: { queues: { 'revocation-requests': queue }, topics: {} },
    });
    const client = new ServiceBusClient(broker.connectionString);
    try {
      const sender = client.createSender('revocation-requests');
      for (const messageId of messageIds) await sender.sendMessages({ messageId, body: Buffer.from('{}') });
      const [check] = serviceBusChecks(client, entities);
      const report = await check?.run();
      expect(broker.length('revocation-requests')).toBe(messageIds.length);
      return report;
    } finally {
      await client.close();
      await broker.stop();
    }
  }
  it('must not require sessions on the request queue, and the check says why', async () =>
    expect(await reportOn({ requiresSession: true })).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('requires sessions'),
    }));
  it('shows waiting messages with one messageId, which is a sender whose next message may be dropped', async () =>
    expect(await reportOn({}, ['alert', 'a', 'alert', 'alert'])).toMatchObject({
      status: 'warning',
      detail: 'Of 4 waiting messages 2 repeat the messageId of another one.',
    }));
  it('is in order when waiting messages have ids of their own', async () =>
    expect(await reportOn({}, ['a', 'b'])).toMatchObject({ status: 'ok' }));
  it('cannot show what duplicate detection has dropped already', async () => {
    const broker = await startBroker({
      topology: { queues: { 'revocation-requests': { duplicateDetectionWindowMs: 60_000 } }, topics: {} },
    });
    const client = new ServiceBusClient(broker.connectionString);
    try {
      const sender = client.createSender('revocation-requests');
      for (const body of ['1', '2'])
        await sender.sendMessages({ messageId: 'alert', body: Buffer.from(body) });
      expect(broker.length('revocation-requests')).toBe(1);
      expect(await serviceBusChecks(client, entities)[0]?.run()).toMatchObject({ status: 'ok' });
    } finally {
      await client.close();
      await broker.stop();
    }
  });
});

describe('the ledger', () => {
  it('is in order when it can be written', async () =>
    expect(await ledgerCheck(inMemoryLedger(), systemClock).run()).toMatchObject({ status: 'ok' }));
  it('is not when it cannot be reached', async () => {
    const down = () => Promise.reject(new Unavailable('ledger', undefined));
    const requests = { enter: down, begin: down };
    expect(await ledgerCheck({ requests }, systemClock).run()).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('Storage Table Data Contributor'),
    });
  });
});

describe('the store of originals', () => {
  it('is in order when it can be written and read', async () =>
    expect(await originalsCheck(inMemoryOriginals(systemClock)).run()).toMatchObject({ status: 'ok' }));
  it('is not when it cannot be reached', async () => {
    const put = () => Promise.reject(new Unavailable('originals', undefined));
    expect(await originalsCheck({ ...inMemoryOriginals(systemClock), put }).run()).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('Storage Blob Data Contributor'),
    });
  });
  it('is missed where there is none, with the setting that names one', async () =>
    expect(await originalsCheck(undefined).run()).toMatchObject({
      status: 'warning',
      remedy: expect.stringContaining('LEDGER_STORAGE__blobServiceUri'),
    }));
});
