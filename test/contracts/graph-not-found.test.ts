import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { detail } from '../../shared/core/detail';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceKey } from '../../shared/core/user-reference';
import { processMessage } from '../../shared/app/process-message';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { aMessage, appOfTwins } from '../support/app';
import { AVERY_ID, aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

let tenant: Tenant;
let clock: ReturnType<typeof fixedClock>;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());
beforeEach(() => {
  clock = fixedClock();
  tenant.faults.clear();
});

const lost = failure(404, 'Request_ResourceNotFound', '');
const directory = () => graphDirectory(graphClient(graphOptions(tenant, clock)));

function revoke(): Promise<RevocationAnswer> {
  const options = graphOptions(tenant, clock);
  return graphRevoker(graphClient(options), options.pace.writes, clock).revoke(aUser(), {
    mayCall: () => true,
    share: [],
  });
}

function post(answer: Fault['answer'], times: number): void {
  tenant.faults.add({ method: 'POST', times, answer });
}

describe('a revocation of a user who was found, which Graph answers with 404', () => {
  it('is tried again, as Graph is only eventually consistent', async () => {
    post(lost, 2);
    expect(await revoke()).toMatchObject({ kind: 'accepted', attempts: 3 });
    expect(clock.slept).toEqual([1000, 2000]);
  });
  it('fails after a minute, because the user is gone', async () => {
    post(lost, 99);
    const answer = await revoke();
    expect(answer).toMatchObject({ failure: { kind: 'userGone', detail: detail('graphLostUser') } });
    expect(clock.slept.reduce((sum, ms) => sum + ms)).toBe(60_000);
    expect(answer.requestIds).toHaveLength(7);
  });
});

describe('deleted users', () => {
  it('count as not known where they cannot be read', async () => {
    tenant.faults.add({ method: 'GET', times: 1, answer: failure(403, 'Authorization_RequestDenied', '') });
    expect(await directory().deletedAt({ kind: 'id', id: AVERY_ID })).toBeUndefined();
  });
});

describe('a look-up', () => {
  it.each<[string, UserReference, readonly string[]]>([
    [
      'by a SID of the cloud is one by object id',
      { kind: 'sid', sid: 'S-1-12-1-169578350-1326333010-1818050954-345673598' },
      ['/v1.0/users/0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a14'],
    ],
    [
      'by a mail address is an advanced query, once nobody has it as their name',
      { kind: 'userPrincipalName', userPrincipalName: "jordan.o'lake@contoso.com" },
      ['/v1.0/users/jordan.o%27lake%40contoso.com', '/v1.0/users'],
    ],
  ])('%s', async (_how, reference, paths) => {
    const before = tenant.calls.length;
    await directory().find(reference);
    const calls = tenant.calls.slice(before);
    expect(calls.map(({ target }) => target.split('?')[0])).toEqual(paths);
    const search = calls.find(({ target }) => target.startsWith('/v1.0/users?'));
    if (search) {
      expect(search.headers['consistencylevel']).toBe('eventual');
      expect(search.target).toContain('&$count=true&');
    }
  });
  it('shows the other names of the user, by which they need not be looked up again', async () => {
    const fact = await directory().find({ kind: 'userPrincipalName', userPrincipalName: 'gray@contoso.com' });
    const names: readonly UserReference[] = [
      { kind: 'sid', sid: 'S-1-5-21-1004336348-1177238915-682003330-1107' },
      { kind: 'samAccountName', samAccountName: 'GRAY', domain: 'CONTOSO' },
      { kind: 'samAccountName', samAccountName: 'gray', domain: 'contoso.com' },
    ];
    expect(fact.kind === 'found' && fact.names).toEqual(expect.arrayContaining(names.map(referenceKey)));
  });
});

describe('a user whom Graph does not know for a moment', () => {
  it.each([
    [false, 'signOutPending'],
    [true, 'whatIf'],
  ])('is looked up once more after three seconds (what-if: %s)', async (whatIf, status) => {
    tenant.faults.add({ method: 'GET', path: AVERY_ID, times: 1, answer: lost });
    tenant.faults.add({ method: 'GET', path: 'servicePrincipals', times: 1, answer: lost });
    tenant.faults.add({ method: 'GET', path: 'directoryObjects', times: 1, answer: lost });
    const { dependencies, resultsTopic, clock: appClock } = appOfTwins();
    await processMessage({ ...dependencies, directory: directory() }, aMessage({ user: AVERY_ID, whatIf }));
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual([status]);
    expect(appClock.slept).toEqual([3000]);
  });
});
