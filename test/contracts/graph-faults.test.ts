import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import type { GraphClientOptions } from '../../shared/adapters/graph/graph-client';
import { DEFAULT_BUDGET, graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { detail, writeDetail } from '../../shared/core/detail';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { Directory } from '../../shared/ports/directory';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
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

const find = (): ReturnType<Directory['find']> =>
  graphDirectory(graphClient(graphOptions(tenant, clock))).find({ kind: 'id', id: AVERY_ID });

function revoke(
  changes: Partial<GraphClientOptions> = {},
  mayCall = (): boolean => true,
): Promise<RevocationAnswer> {
  const options = { ...graphOptions(tenant, clock), ...changes };
  return graphRevoker(graphClient(options), options.pace.writes, clock).revoke(aUser(), {
    mayCall,
    share: [],
  });
}

const forbidden = (permission: string) =>
  detail('graphForbidden', { status: '403 Authorization_RequestDenied', permission });

function post(answer: Fault['answer'], times = 1): void {
  tenant.faults.add({ method: 'POST', times, answer });
}

describe('a call that could succeed is tried again', () => {
  it.each<[string, Fault['answer'], number]>([
    [
      'after a throttle, when it asked for it',
      failure(429, 'TooManyRequests', '', { 'Retry-After': '2' }),
      2000,
    ],
    [
      'after a throttle in fractions of a second',
      failure(429, 'TooManyRequests', '', { 'Retry-After': '0.5' }),
      500,
    ],
    [
      'after a throttle until a date',
      failure(429, 'TooManyRequests', '', { 'Retry-After': 'Mon, 23 Nov 2026 10:00:05 GMT' }),
      5000,
    ],
    ['after a throttle that names no time', failure(429, 'TooManyRequests', ''), 1000],
    ['after an error of the service', failure(503, 'serviceNotAvailable', ''), 250],
    ['after a broken connection', 'drop', 250],
    ['after a denied token', failure(401, 'InvalidAuthenticationToken', ''), 250],
  ])('%s', async (_when, answer, wait) => {
    post(answer);
    const answered = await revoke();
    expect(answered).toMatchObject({ kind: 'accepted', attempts: 2 });
    expect(answered.requestIds).toHaveLength(answer === 'drop' ? 1 : 2);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(wait);
  });
  it('until its budget ends, and says why it failed', async () => {
    post(failure(503, 'serviceNotAvailable', ''), 99);
    expect(await revoke()).toMatchObject({
      kind: 'failed',
      attempts: 6,
      failure: {
        kind: 'unavailable',
        detail: detail('graphUnavailable', { status: '503 serviceNotAvailable', attempts: 6 }),
      },
    });
    expect(clock.slept).toEqual([250, 500, 1000, 2000, 4000]);
  });
  it('not at all when Graph asks it to wait longer than that', async () => {
    post(failure(429, 'TooManyRequests', '', { 'Retry-After': '31' }));
    expect(await revoke()).toMatchObject({
      kind: 'failed',
      attempts: 1,
      failure: { kind: 'throttled', retryAfterMs: 31_000 },
    });
    expect(clock.slept).toEqual([]);
  });
  it.each(['hang', 'hangInBody'] as const)(
    'after an answer that does not come, or not to its end: %s',
    async (fault) => {
      post(fault);
      const budget = { ...DEFAULT_BUDGET, attemptMs: 1_000 };
      expect(await revoke({ budget })).toMatchObject({ kind: 'accepted', attempts: 2 });
      // Its socket is closed as well.
      while (tenant.hanging() > 0) await setImmediate();
    },
  );
  it('as often as its budget allows while every connection breaks', async () => {
    post('drop', 99);
    expect(await revoke()).toMatchObject({ kind: 'failed', attempts: 6, failure: { kind: 'unavailable' } });
  });
});

describe('a call that may no longer be made', () => {
  it('is not sent, although it had its turn and its token', async () => {
    const before = tenant.calls.length;
    expect(await revoke({}, () => false)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'leaseEnded', detail: detail('leaseEnded') },
    });
    expect(tenant.calls.length).toBe(before);
    expect(clock.slept).toEqual([]);
  });
  it('is not sent again after an attempt that failed', async () => {
    post(failure(503, 'serviceNotAvailable', ''), 99);
    const before = tenant.calls.length;
    let calls = 0;
    const answer = await revoke({}, () => ++calls <= 2);
    expect(answer).toMatchObject({ kind: 'failed', attempts: 3, failure: { kind: 'leaseEnded' } });
    expect(tenant.calls.length - before).toBe(2);
  });
});

describe('a call that cannot succeed is not repeated', () => {
  it.each<[string, Fault['answer'], object]>([
    [
      '403',
      failure(403, 'Authorization_RequestDenied', ''),
      { kind: 'forbidden', detail: forbidden('User.RevokeSessions.All') },
    ],
    ['400', failure(400, 'Request_BadRequest', ''), { kind: 'badRequest' }],
    ['404 of something that is not Graph', { status: 404, body: '<html>' }, { kind: 'notDone' }],
    [
      'a redirect, which would take the token elsewhere',
      { status: 302, headers: { Location: 'https://elsewhere.example/' } },
      { kind: 'notDone' },
    ],
    ['value false', { status: 200, body: { value: false } }, { kind: 'notDone' }],
  ])('%s', async (_what, answer, expected) => {
    post(answer);
    expect(await revoke()).toMatchObject({ kind: 'failed', attempts: 1, failure: expected });
  });
  it('and its detail repeats no code that does not look like a code', async () => {
    post(failure(400, 'Bad\n<script>', ''));
    expect(await revoke()).toMatchObject({
      failure: { detail: detail('graphBadRequest', { status: '400 (unreadable code)' }) },
    });
  });
});

describe('a revocation is accepted', () => {
  it.each<[string, Fault['answer']]>([
    ['with 204 and no body', { status: 204 }],
    ['with 202', { status: 202, body: {} }],
    ['with a body that is not JSON', { status: 200, body: 'true' }],
  ])('%s', async (_how, answer) => {
    post(answer);
    expect(await revoke()).toMatchObject({ kind: 'accepted', attempts: 1 });
  });
  it('with an id of ours that Graph can log, the same for each attempt', async () => {
    post(failure(503, 'x', ''));
    const before = tenant.calls.length;
    await revoke();
    const ids = tenant.calls.slice(before).map(({ headers }) => headers['client-request-id']);
    expect(ids).toEqual(['call-1', 'call-1']);
  });
});

describe('connections', () => {
  it('are kept alive from call to call', async () => {
    const graph = graphDirectory(graphClient(graphOptions(tenant, clock)));
    await graph.find({ kind: 'id', id: AVERY_ID });
    const opened = tenant.connections();
    for (let call = 0; call < 5; call++) await graph.find({ kind: 'id', id: AVERY_ID });
    expect(tenant.connections()).toBe(opened);
  });
});

describe('a look-up', () => {
  it.each<[string, Fault['answer'], object]>([
    ['that Graph answers with something else', { status: 200, body: { value: 'x' } }, { kind: 'notDone' }],
    [
      'that lacks its permission',
      failure(403, 'Authorization_RequestDenied', ''),
      { kind: 'forbidden', detail: forbidden('User.Read.All') },
    ],
    [
      'that is answered 404 by something that is not Graph',
      { status: 404, body: 'gone' },
      { kind: 'notDone' },
    ],
  ])('%s has failed, and does not answer that there is no such user', async (_what, answer, expected) => {
    tenant.faults.add({ method: 'GET', times: 1, answer });
    expect(await find()).toMatchObject({ kind: 'lookupFailed', failure: expected });
  });
  it.each([
    [[], 'notAUser'],
    [['Application.Read.All'], 'notAUser'],
    [['Directory.Read.All'], 'notAUser'],
    [['Application.Read.All', 'Directory.Read.All'], 'notFound'],
  ] as const)('of a service principal without %j ends as %s', async (missing, kind) => {
    for (const permission of missing) tenant.tokens.permissions.delete(permission);
    const directory = graphDirectory(graphClient(graphOptions(tenant, clock)));
    const fact = await directory.find({ kind: 'id', id: '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01' });
    for (const permission of missing) tenant.tokens.permissions.add(permission);
    expect(fact.kind).toBe(kind);
  });
  it('asks for the user and for no more than is needed', async () => {
    const before = tenant.calls.length;
    await find();
    expect(tenant.calls.slice(before).map(({ target }) => target)).toEqual([
      `/v1.0/users/${AVERY_ID}?$select=id,userPrincipalName,accountEnabled,userType,externalUserState,identities,signInSessionsValidFromDateTime,proxyAddresses,securityIdentifier,onPremisesSecurityIdentifier,onPremisesSamAccountName,onPremisesDomainName`,
    ]);
  });
});

describe('memberships that cannot be read in full are unreadable, and not an empty list', () => {
  const GROUP = '7a1c2b3d-0000-4000-8000-0000000000a1';
  const ROLES = 'transitiveMemberOf/microsoft.graph.directoryRole';
  const read = (roles = true): ReturnType<Directory['memberships']> =>
    graphDirectory(graphClient(graphOptions(tenant, clock))).memberships(AVERY_ID, {
      groups: [GROUP],
      roles,
    });
  it.each<[string, Fault['answer'], string, string]>([
    ['is forbidden', failure(403, 'Authorization_RequestDenied', ''), 'forbidden', 'GroupMember.Read.All'],
    ['is throttled beyond the budget', failure(429, 'TooManyRequests', ''), 'throttled', 'throttling'],
    ['hangs', 'hang', 'unavailable', 'could not be reached'],
    ['is malformed', failure(400, 'Request_BadRequest', ''), 'badRequest', 'malformed'],
    [
      'no longer knows the user',
      failure(404, 'Request_ResourceNotFound', ''),
      'notDone',
      'not a list of groups',
    ],
    ['is no list', { status: 200, body: { value: 'all' } }, 'notDone', 'not a list of groups'],
  ])('when the check of groups %s', async (_how, answer, kind, sentence) => {
    tenant.faults.add({ method: 'POST', path: 'checkMemberGroups', times: 99, answer });
    const short = { ...DEFAULT_BUDGET, attemptMs: 50 };
    const options = { ...graphOptions(tenant, clock), budget: short };
    const answered = await graphDirectory(graphClient(options)).memberships(AVERY_ID, {
      groups: [GROUP],
      roles: false,
    });
    expect(answered).toMatchObject({ kind: 'unreadable', failure: { kind } });
    expect(answered.kind === 'unreadable' && writeDetail(answered.failure.detail)).toContain(sentence);
  });
  it('when the permission to read roles is missing, in which case Graph answers without any property of them', async () => {
    tenant.directory.roles.push({
      id: GROUP,
      roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
      members: [AVERY_ID],
    });
    tenant.tokens.permissions.delete('RoleManagement.Read.Directory');
    try {
      expect(await read()).toMatchObject({
        kind: 'unreadable',
        failure: {
          kind: 'forbidden',
          detail: detail('rolesUnreadable', { permission: 'RoleManagement.Read.Directory' }),
        },
      });
    } finally {
      tenant.tokens.permissions.add('RoleManagement.Read.Directory');
      tenant.directory.roles.length = 0;
    }
  });
  it('when there is more than one page of roles', async () => {
    const body = { value: [], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/next' };
    tenant.faults.add({ method: 'GET', path: ROLES, times: 1, answer: { status: 200, body } });
    expect(await read()).toMatchObject({ kind: 'unreadable', failure: { kind: 'notDone' } });
  });
  it('when groups can be read and roles cannot', async () => {
    tenant.faults.add({
      method: 'GET',
      path: ROLES,
      times: 9,
      answer: failure(403, 'Authorization_RequestDenied', ''),
    });
    expect(await read()).toMatchObject({ kind: 'unreadable', failure: { kind: 'forbidden' } });
    tenant.faults.clear();
    expect(await read()).toEqual({ kind: 'read', groups: [], roles: [] });
  });
});
