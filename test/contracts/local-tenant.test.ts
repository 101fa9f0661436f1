import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { AVERY_ID } from '../support/builders';
import type { Allowance } from '../../local/tenant/quota';
import { QuotaBuckets } from '../../local/tenant/quota';
import { loopbackTenant } from '../support/loopback-tenant';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

let tenant: Tenant;
let call: (method: 'GET' | 'POST', path: string, headers?: Record<string, string>) => Promise<Answer>;

beforeAll(async () => {
  tenant = await loopbackTenant();
  const httpClient = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
  const credential = new ManagedIdentityCredential();
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({ credential, scopes: `${tenant.graphEndpoint}/.default` }),
  );
  call = async (method, path, headers = {}) => {
    const url = `${tenant.graphEndpoint}/v1.0${path}`;
    const request = createPipelineRequest({ method, url, headers: createHttpHeaders(headers) });
    const { status, bodyAsText, headers: answered } = await pipeline.sendRequest(httpClient, request);
    return { status, body: bodyAsText ? JSON.parse(bodyAsText) : undefined, headers: answered.toJSON() };
  };
});
afterAll(() => tenant.stop());
afterEach(() => {
  tenant.faults.clear();
  tenant.tokens.permissions.add('User.Read.All').add('User.RevokeSessions.All');
});

const code = ({ body }: Answer): unknown => (body as { error?: { code: string } }).error?.code;

describe('the tenant answers as Microsoft Graph does', () => {
  it('with what was selected, and with little where nothing was', async () => {
    const selected = await call('GET', `/users/${AVERY_ID}?$select=id,signInSessionsValidFromDateTime`);
    expect(selected.body).toEqual({ id: AVERY_ID, signInSessionsValidFromDateTime: '2026-01-05T08:00:00Z' });
    const plain = await call('GET', '/users/avery%40contoso.com');
    expect(plain.body).toEqual({ id: AVERY_ID, userPrincipalName: 'avery@contoso.com' });
  });
  it('with the roles that a principal may activate', async () => {
    tenant.directory.eligibleRoles.push({ principalId: AVERY_ID, roleDefinitionId: 'r-1' });
    const filter = `$filter=principalId%20eq%20'${AVERY_ID.toUpperCase()}'`;
    const { body } = await call(
      'GET',
      `/roleManagement/directory/roleEligibilityScheduleInstances?${filter}`,
    );
    expect(body).toMatchObject({
      value: [
        { principalId: AVERY_ID, roleDefinitionId: 'r-1', directoryScopeId: '/', memberType: 'Direct' },
      ],
    });
  });
  it('by the new name of a user who was renamed, and no longer by the old one', async () => {
    tenant.directory.rename('casey@contoso.com', 'casey.two@contoso.com');
    expect((await call('GET', '/users/casey%40contoso.com')).status).toBe(404);
    expect((await call('GET', '/users/casey.two%40contoso.com')).status).toBe(200);
  });
  it('by revoking, in whole seconds', async () => {
    const answer = await call('POST', `/users/${AVERY_ID}/revokeSignInSessions`);
    expect(answer).toMatchObject({ status: 200, body: { value: true } });
    expect(tenant.directory.user(AVERY_ID)?.signInSessionsValidFromDateTime).toMatch(/T\d\d:\d\d:\d\dZ$/);
  });
  it('with 200 for a guest, whose sessions it does not touch', async () => {
    const guest = 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com';
    const before = tenant.directory.user(guest)?.signInSessionsValidFromDateTime;
    const answer = await call('POST', `/users/${encodeURIComponent(guest)}/revokeSignInSessions`);
    expect(answer).toMatchObject({ status: 200, body: { value: true } });
    expect(tenant.directory.user(guest)?.signInSessionsValidFromDateTime).toBe(before);
  });
  it('with ids of both sides', async () => {
    const { headers } = await call('GET', `/users/${AVERY_ID}`, { 'client-request-id': 'ours' });
    expect(headers).toMatchObject({ 'client-request-id': 'ours', 'request-id': expect.any(String) });
  });
});

describe('the tenant refuses as Microsoft Graph does', () => {
  it.each([
    ['nobody', '/users/nobody%40contoso.com', 404, 'Request_ResourceNotFound'],
    [
      'the id of a service principal under /users',
      '/users/5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01',
      404,
      'Request_ResourceNotFound',
    ],
    ['a name with $ in a plain segment', '/users/%24payroll%40contoso.com', 400, 'Request_BadRequest'],
    [
      'a filter that it does not know',
      "/users?$filter=displayName%20eq%20'x'",
      400,
      'Request_UnsupportedQuery',
    ],
    [
      'an advanced filter asked plainly',
      "/users?$filter=onPremisesSamAccountName%20eq%20'gray'",
      400,
      'Request_UnsupportedQuery',
    ],
    [
      'an unencoded #EXT#, which cuts the path off',
      '/users/drew_fabrikam.com',
      404,
      'Request_ResourceNotFound',
    ],
  ])('%s', async (_what, path, status, expected) => {
    const answer = await call('GET', path);
    expect([answer.status, code(answer)]).toEqual([status, expected]);
  });
  it.each([
    ['GET', `/users/${AVERY_ID}`, 'User.Read.All'],
    ['POST', `/users/${AVERY_ID}/revokeSignInSessions`, 'User.RevokeSessions.All'],
  ] as const)('%s %s without %s', async (method, path, permission) => {
    tenant.tokens.permissions.delete(permission);
    const answer = await call(method, path);
    expect([answer.status, code(answer)]).toEqual([403, 'Authorization_RequestDenied']);
  });
  it.each([
    ['the group of no id', '/groups/7a1c2b3d-0000-4000-8000-0000000000ff', 404, 'Request_ResourceNotFound'],
    [
      'the template of no role',
      '/directoryRoleTemplates/7a1c2b3d-0000-4000-8000-0000000000ff',
      404,
      'Request_ResourceNotFound',
    ],
    [
      'a query of the template of a role',
      '/directoryRoleTemplates/62e90394-69f5-4237-9190-012177145e10?$select=id',
      400,
      'Request_UnsupportedQuery',
    ],
    [
      'eligible roles without a principal',
      '/roleManagement/directory/roleEligibilityScheduleInstances',
      400,
      'BadRequest',
    ],
  ])('%s', async (_what, path, status, expected) => {
    const answer = await call('GET', path);
    expect([answer.status, code(answer)]).toEqual([status, expected]);
  });
  it('eligible roles without any of the permissions that are documented for them', async () => {
    const needed = ['RoleEligibilitySchedule.Read.Directory', 'RoleManagement.Read.Directory'] as const;
    for (const permission of needed) tenant.tokens.permissions.delete(permission);
    const filter = `$filter=principalId%20eq%20'${AVERY_ID}'`;
    const answer = await call('GET', `/roleManagement/directory/roleEligibilityScheduleInstances?${filter}`);
    for (const permission of needed) tenant.tokens.permissions.add(permission);
    expect([answer.status, code(answer)]).toEqual([403, 'Authorization_RequestDenied']);
  });
  it('a call without a good token', async () => {
    const httpClient = createDefaultHttpClient();
    const request = createPipelineRequest({ url: `${tenant.graphEndpoint}/v1.0/users/${AVERY_ID}` });
    expect((await httpClient.sendRequest(request)).status).toBe(401);
  });
  it('a call for which a fault is set, as many times as the fault says', async () => {
    tenant.faults.add({
      method: 'GET',
      times: 2,
      answer: failure(429, 'TooManyRequests', '', { 'Retry-After': '7' }),
    });
    const answers = [
      await call('GET', '/users/x'),
      await call('GET', '/users/x'),
      await call('GET', '/users/x'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 404]);
    expect(answers[0]?.headers['retry-after']).toBe('7');
  });
});

describe('the managed-identity endpoint', () => {
  it('issues one token for a resource, and a new one once that was revoked', () => {
    const ask = (): string => tenant.tokens.acquire('https://resource', undefined).token;
    const first = ask();
    expect(ask()).toBe(first);
    tenant.tokens.revokeAll();
    expect(ask()).not.toBe(first);
  });
  it.each([
    ['without its header', undefined],
    ['with a wrong header', 'guess'],
  ])('issues nothing %s', async (_how, header) => {
    const response = await fetch(`${tenant.identity.endpoint}?api-version=2019-08-01&resource=x`, {
      headers: header === undefined ? {} : { 'X-IDENTITY-HEADER': header },
    });
    expect(response.status).toBe(400);
    await response.arrayBuffer();
  });
});

describe('a bucket of calls', () => {
  const calls = (buckets: QuotaBuckets, method: 'GET' | 'POST', count: number, now = 0): Allowance[] =>
    Array.from({ length: count }, () =>
      buckets.take({ method, url: new URL('https://localhost/v1.0/users/a') }, now),
    );
  const aBucket = () => new QuotaBuckets({ writes: { calls: 10, windowMs: 1000, retryAfterMs: 1500 } });

  it('allows as many calls as it has room for, reports its use from 0.8 on, and refuses the others', () => {
    const answers = calls(aBucket(), 'POST', 11);
    const reported = answers.map((answer) =>
      answer.kind === 'allowed' ? answer.headers['x-ms-throttle-limit-percentage'] : answer.answer.status,
    );
    const unreported = Array<undefined>(7).fill(undefined);
    expect(reported).toEqual([...unreported, '0.800', '0.900', '1.000', 429]);
    expect(answers.at(-1)).toMatchObject({ answer: { headers: { 'Retry-After': '1.5' } } });
  });
  it('fills again within its window, and never beyond its size', () => {
    const bucket = aBucket();
    calls(bucket, 'POST', 10);
    expect(calls(bucket, 'POST', 6, 500).filter(({ kind }) => kind === 'allowed')).toHaveLength(5);
    expect(calls(bucket, 'POST', 11, 60_000).filter(({ kind }) => kind === 'allowed')).toHaveLength(10);
    expect(bucket.refused).toBe(2);
  });
  it('is not used by calls that another bucket counts', () => {
    const bucket = aBucket();
    expect(calls(bucket, 'GET', 100).every(({ kind }) => kind === 'allowed')).toBe(true);
    expect(calls(bucket, 'POST', 10).every(({ kind }) => kind === 'allowed')).toBe(true);
  });
  it('refuses over the wire as Graph does', async () => {
    const narrow = await loopbackTenant({
      quotas: { reads: { calls: 1, windowMs: 60_000, retryAfterMs: 2000 } },
    });
    const url = `${narrow.graphEndpoint}/v1.0/users/avery%40contoso.com`;
    const token = narrow.tokens.acquire(narrow.graphEndpoint, undefined).token;
    const headers = createHttpHeaders({ authorization: `Bearer ${token}` });
    const ask = () => createDefaultHttpClient().sendRequest(createPipelineRequest({ url, headers }));
    expect((await ask()).headers.get('x-ms-throttle-limit-percentage')).toBe('1.000');
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    await narrow.stop();
  });
});
