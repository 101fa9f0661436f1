import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../shared/api/endpoints';
import { processMessage } from '../../shared/app/process-message';
import { aMessage } from '../support/app';
import type { Sent } from '../support/api';
import { aPerson, anApplication, apiOfTwins, callers } from '../support/api';
import { shownDigest } from '../support/proven';

const USER = 'avery@contoso.com';
const DIGEST = '0'.repeat(64);
const known = {
  ...callers,
  avery: aPerson('avery', 'approve'),
  requester: aPerson('soc', 'request', 'approve'),
  reader: aPerson('x', 'read'),
};

/** A call of each operation that needs a proven caller, in a form that is right but for the caller. */
const calls = Object.entries(endpoints)
  .filter(([name]) => name !== 'openApi')
  .map(([name, { method, route }]) => {
    const path = route.replace('{id}', 'r-1').replace('{user}', USER).replace('{number}', '1');
    const bodies: Readonly<Record<string, unknown>> = {
      createRequest: { user: USER },
      previewMessage: { user: USER },
      stopRevocations: { reason: 'x' },
      resumeRevocations: { reason: 'x', stop: '1' },
      restoreContained: { requestId: 'inc-1', reason: 'x' },
      giveUpContained: { requestId: 'inc-1', reason: 'x' },
      settleOriginal: { action: 'close', reason: 'x' },
      decideApproval: { decision: 'approve', digest: DIGEST },
      decideApprovals: { decision: 'approve', approvals: [{ id: 'r-1', digest: DIGEST }] },
    };
    return [name, method, path, bodies[name]] as const;
  });

async function waiting(body: object = { user: USER, confirm: true }) {
  const side = apiOfTwins({}, known);
  await processMessage(side.dependencies, aMessage(body));
  return { ...side, id: await pendingId(side) };
}

async function pendingId({ call }: Pick<ReturnType<typeof apiOfTwins>, 'call'>): Promise<string> {
  const { body } = await call('GET', 'approvals', { token: 'reader' });
  return (body['value'] as { id: string }[])[0]?.id ?? '';
}

describe.each(calls)('%s', (_name, method, path, body) => {
  it.each<[string, Sent['headers']]>([
    ['no token', {}],
    ['a token that nobody has signed', { authorization: 'Bearer forged' }],
    ['a token in another scheme', { authorization: 'Basic analyst' }],
    ['two tokens', { authorization: 'Bearer forged, Bearer everything' }],
    ['a function key alone', { 'x-functions-key': 'everything' }],
    [
      'the headers of App Service authentication alone',
      {
        'x-ms-client-principal-id': callers.everything.objectId,
        'x-ms-client-principal-name': 'other@contoso.com',
        'x-ms-client-principal': Buffer.from(
          JSON.stringify({ claims: [{ typ: 'roles', val: 'Revocation.Approve' }] }),
        ).toString('base64'),
        'x-ms-token-aad-access-token': 'everything',
      },
    ],
  ])('is refused to %s, with a challenge', async (_what, headers = {}) => {
    const { call, requestQueue } = apiOfTwins({}, known);
    const answer = await call(method, path, { body, headers });
    expect(answer).toMatchObject({
      status: 401,
      body: { type: 'urn:session-revoker:problem:unproven' },
    });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(requestQueue.sent).toEqual([]);
  });
  it('is refused to somebody without a role, and to a role of another application', async () => {
    const other = { ...callers.everything, roles: ['Approve', 'revocation.approve', 'User.Read'] };
    for (const [token, all] of [
      ['nothing', known],
      ['other', { other }],
    ] as const) {
      const { call, requestQueue } = apiOfTwins({}, all);
      expect(await call(method, path, { token, body })).toMatchObject({ status: 403 });
      expect(requestQueue.sent).toEqual([]);
    }
  });
  it('lets no other origin read the answer, and has nobody store it', async () => {
    const { call } = apiOfTwins({}, known);
    const { headers } = await call(method, path, {
      token: 'everything',
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

it('no function answers a preflight, and none needs a key: the app proves each caller', () => {
  const { functions } = apiOfTwins();
  for (const { methods, authLevel } of Object.values(functions)) {
    expect(methods).toHaveLength(1);
    expect(['GET', 'POST']).toEqual(expect.arrayContaining([...(methods ?? [])]));
    expect(authLevel).toBe('anonymous');
  }
});

describe('an application that acts for itself', () => {
  it('reads and requests, and approves nothing, whatever its roles are', async () => {
    const { id, call, drain, tenant, dependencies } = await waiting();
    expect(
      await call('POST', 'requests', { token: 'playbook', body: { user: USER, whatIf: true } }),
    ).toMatchObject({
      status: 202,
    });
    const digest = await shownDigest(dependencies, id);
    const one = await call('POST', `approvals/${id}`, {
      token: 'playbook',
      body: { decision: 'approve', digest },
    });
    const many = await call('POST', 'approvals', {
      token: 'playbook',
      body: { decision: 'approve', approvals: [{ id, digest }] },
    });
    expect([one.status, many.status]).toEqual([403, 403]);
    await drain();
    expect(tenant.revoked).toEqual([]);
  });
});

describe('nobody decides on', () => {
  const approving = async (
    { dependencies }: Pick<ReturnType<typeof apiOfTwins>, 'dependencies'>,
    id: string,
  ) => ({
    decision: 'approve',
    digest: await shownDigest(dependencies, id),
  });
  it('their own sign-out', async () => {
    const side = await waiting();
    const { id, call, drain, tenant } = side;
    const approve = await approving(side, id);
    expect(await call('POST', `approvals/${id}`, { token: 'avery', body: approve })).toMatchObject({
      status: 403,
      body: { detail: 'The caller cannot decide: the user concerned cannot decide on the request.' },
    });
    await drain();
    expect(tenant.revoked).toEqual([]);
  });
  it('what they have requested, even if they were renamed since', async () => {
    const side = apiOfTwins(
      {},
      { ...known, renamed: { ...known.requester, userPrincipalName: 'old@contoso.com' } },
    );
    await side.call('POST', 'requests', { token: 'renamed', body: { user: USER, confirm: true } });
    await side.drain();
    const id = await pendingId(side);
    const approve = await approving(side, id);
    expect(await side.call('POST', `approvals/${id}`, { token: 'requester', body: approve })).toMatchObject({
      status: 403,
      body: { detail: 'The caller cannot decide: the requester cannot decide on the request.' },
    });
    // Not by the queue either, under any name of theirs.
    const byQueue = { confirmation: id, decision: 'approve', by: 'soc@contoso.com' };
    await processMessage(side.dependencies, aMessage(byQueue, {}, { messageId: 'd' }));
    await side.drain();
    expect(side.tenant.revoked).toEqual([]);
    expect(await side.call('POST', `approvals/${id}`, { token: 'approver', body: approve })).toMatchObject({
      status: 200,
    });
  });
  it('anything, if policy names other approvers', async () => {
    const side = apiOfTwins(
      {
        confirmation: {
          groups: [],
          roles: [],
          always: false,
          expiresAfterMs: 3_600_000,
          approvers: ['other@contoso.com'],
        },
      },
      known,
    );
    await processMessage(side.dependencies, aMessage({ user: USER, confirm: true }));
    const id = await pendingId(side);
    const approve = await approving(side, id);
    const answerTo = (token: string) => side.call('POST', `approvals/${id}`, { token, body: approve });
    expect(await answerTo('approver')).toMatchObject({ status: 403 });
    expect(await answerTo('everything')).toMatchObject({ status: 200 });
  });
});

describe('what a body says of the caller counts for nothing', () => {
  it('of a decision: it has no field for that', async () => {
    const { id, call } = await waiting();
    for (const extra of [{ by: 'other@contoso.com' }, { byProven: true }, { confirmation: id }]) {
      const body = { decision: 'approve', digest: DIGEST, ...extra };
      expect(await call('POST', `approvals/${id}`, { token: 'approver', body })).toMatchObject({
        status: 400,
      });
    }
    const expire = { decision: 'expire', digest: DIGEST };
    expect(await call('POST', `approvals/${id}`, { token: 'approver', body: expire })).toMatchObject({
      status: 400,
    });
  });
  it('of a request: an event around it brings no other name in', async () => {
    const { call, requestQueue } = apiOfTwins({}, known);
    const body = {
      specversion: '1.0',
      id: 'e-1',
      source: '/x',
      type: 'io.github.session-revoker.request.v1',
      data: { user: USER },
    };
    expect(await call('POST', 'requests', { token: 'requester', body })).toMatchObject({ status: 400 });
    expect(requestQueue.sent).toEqual([]);
  });
  it('of a message that the app sends itself: a decision that comes by the API as a request is none', async () => {
    const { id, call, requestQueue } = await waiting();
    const body = { confirmation: id, decision: 'approve', by: 'lead@contoso.com' };
    const before = requestQueue.sent.length;
    expect(await call('POST', 'requests', { token: 'requester', body })).toMatchObject({ status: 400 });
    expect(requestQueue.sent).toHaveLength(before);
  });
});

describe('what is not expected in a call', () => {
  it.each<[number, string, string, Sent]>([
    [413, 'a huge request', 'requests', { body: { user: USER, reason: 'x'.repeat(250_000) } }],
    [413, 'a huge decision', 'approvals/x', { body: { decision: 'approve', x: 'x'.repeat(40_000) } }],
    [415, 'a form', 'requests', { body: 'user=avery', headers: { 'content-type': 'text/plain' } }],
    [411, 'a body in chunks', 'requests', { body: '', headers: { 'transfer-encoding': 'chunked' } }],
    [400, 'no body', 'requests', { body: '' }],
    [400, 'no digest', 'approvals/x', { body: { decision: 'approve' } }],
    [400, 'a nest of lists', 'approvals/x', { body: '['.repeat(10_000) }],
    [400, 'half of a character', 'approvals/x', { body: '{"decision":"approve","\ud800":1}' }],
    [400, 'a prototype', 'approvals/x', { body: '{"decision":"approve","__proto__":{"by":"x"}}' }],
    [
      400,
      'too many ids',
      'approvals',
      {
        body: {
          decision: 'approve',
          approvals: Array.from({ length: 101 }, () => ({ id: 'x', digest: DIGEST })),
        },
      },
    ],
    [
      400,
      'an id that is a line break',
      'approvals',
      { body: { decision: 'approve', approvals: [{ id: 'a\nb', digest: DIGEST }] } },
    ],
    [404, 'an id that nothing has', 'approvals/nothing', { body: { decision: 'approve', digest: DIGEST } }],
    [
      404,
      'a path to elsewhere',
      'approvals/..%2F..%2Fholds',
      { body: { decision: 'approve', digest: DIGEST } },
    ],
    [
      404,
      'an id of the ledger',
      "approvals/x'%20or%20true",
      { body: { decision: 'approve', digest: DIGEST } },
    ],
    [404, 'a control character', 'approvals/a%00b', { body: { decision: 'approve', digest: DIGEST } }],
    [
      400,
      'a long idempotency key',
      'requests',
      { body: { user: USER }, headers: { 'idempotency-key': 'x'.repeat(200) } },
    ],
  ])('is answered %d: %s', async (status, _what, path, sent) => {
    const { call } = apiOfTwins({}, known);
    expect(await call('POST', path, { token: 'everything', ...sent })).toMatchObject({ status });
  });
  it.each([
    [404, 'requests/nothing'],
    [404, 'requests/%2e%2e%2fapprovals'],
    [404, `requests/${'x'.repeat(600)}`],
    [404, "users/'%20or%20'1'='1/history"],
    [404, 'users/a%0D%0Ab/history'],
    [400, 'approvals?top=0'],
    [400, 'approvals?top=1000'],
    [400, "approvals?after='%20or%20true"],
    [400, 'users/avery@contoso.com/history?tenant=../x'],
  ])('is answered %d: GET %s', async (status, path) => {
    const { call } = apiOfTwins({}, known);
    expect(await call('GET', path, { token: 'everything' })).toMatchObject({ status });
  });
});

describe('who calls too often', () => {
  it('is answered 429 with a time, and slows down nobody else', async () => {
    const { call, clock } = apiOfTwins({}, known);
    const list = (token: string) => call('GET', 'approvals', { token });
    const answers = [];
    for (let n = 0; n < 70; n++) answers.push(await list('reader'));
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
    expect((await list('everything')).status).toBe(200);
    clock.advance(Number(last?.headers.get('retry-after')) * 1000);
    expect((await list('reader')).status).toBe(200);
  });
  it('cannot get more by other names: the object id counts', async () => {
    const aliases = Object.fromEntries(
      Array.from({ length: 80 }, (_, n) => [
        `t${String(n)}`,
        { ...known.reader, userPrincipalName: `a${String(n)}@x` },
      ]),
    );
    const { call } = apiOfTwins({}, aliases);
    const statuses = [];
    for (const token of Object.keys(aliases))
      statuses.push((await call('GET', 'approvals', { token })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  });
});

it('an application and a person of one id do not share an allowance or a name by accident', async () => {
  const twin = { ...anApplication('read'), objectId: known.reader.objectId };
  const { call } = apiOfTwins({}, { ...known, twin });
  for (let n = 0; n < 61; n++) await call('GET', 'approvals', { token: 'reader' });
  expect((await call('GET', 'approvals', { token: 'twin' })).status).toBe(200);
});
