import { describe, expect, it } from '@jest/globals';
import { aMessage } from '../support/app';
import { processMessage } from '../../shared/app/process-message';
import { apiOfTwins, callers } from '../support/api';

const DAY_MS = 86_400_000;

describe('POST /api/requests', () => {
  it('has a user signed out in the name of the caller, and says where the outcome will be', async () => {
    const { call, drain, tenant } = apiOfTwins();
    const answer = await call('POST', 'requests', {
      token: 'analyst',
      body: { user: 'avery@contoso.com', reason: 'Token theft' },
      headers: { 'idempotency-key': 'case 7/a' },
    });
    expect(answer).toMatchObject({ status: 202, body: { id: 'case 7/a' } });
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe('/api/requests/case%207%2Fa');
    const path = location.replace('/api/', '');
    expect(await call('GET', path, { token: 'analyst' })).toMatchObject({ status: 200, body: { value: [] } });
    await drain();
    expect(tenant.revoked).toHaveLength(1);
    expect(await call('GET', path, { token: 'analyst' })).toMatchObject({
      status: 200,
      body: {
        id: 'case 7/a',
        value: [
          {
            status: 'signOutPending',
            requestedBy: 'soc@contoso.com',
            receivedBy: `entra:${callers.analyst.objectId}`,
            reason: 'Token theft',
            user: { userPrincipalName: 'avery@contoso.com' },
          },
        ],
      },
    });
  });
  it('names an application as the webhook does', async () => {
    const { call, drain, resultsTopic } = apiOfTwins();
    await call('POST', 'requests', { token: 'playbook', body: { user: 'avery@contoso.com' } });
    await drain();
    const { applicationId } = callers.playbook;
    expect(JSON.parse(Buffer.from(resultsTopic.published[0]?.body ?? []).toString())).toMatchObject({
      data: { requestedBy: applicationId, receivedBy: `entra:${applicationId}` },
    });
  });
  it.each<[string, unknown, string]>([
    ['a mistyped field', { user: 'avery@contoso.com', whatlf: true }, 'whatlf'],
    ['nobody', { reason: 'x' }, '$'],
    [
      'who asks, which the token proves',
      { user: 'avery@contoso.com', requestedBy: 'lead@contoso.com' },
      'requestedBy',
    ],
    ['the same, in another case', { user: 'avery@contoso.com', RequestedBy: 'x@contoso.com' }, 'requestedBy'],
    ['a field that is repeated', '{"user":"avery@contoso.com","reason":"a","reason":"b"}', 'reason'],
    ['a list of requests', [{ user: 'avery@contoso.com' }, { user: 'blake@contoso.com' }], '$'],
    ['a decision', { confirmation: 'x', decision: 'approve', by: 'lead@contoso.com' }, '$'],
    ['what is not JSON', 'user=avery', '$'],
  ])('answers 400 to %s, names the field, and sends nothing', async (_what, body, path) => {
    const { call, requestQueue } = apiOfTwins();
    const answer = await call('POST', 'requests', { token: 'analyst', body });
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'urn:session-revoker:problem:invalid', issues: [{ path }] },
    });
    expect(requestQueue.sent).toEqual([]);
  });
});

describe('GET /api/users/{user}/history', () => {
  it('has the outcomes of a user, the newest first, by any name, page by page, and says how far back it goes', async () => {
    const { call, dependencies, clock } = apiOfTwins({ recordRetentionMs: 7 * DAY_MS });
    for (const id of ['r-1', 'r-2', 'r-3']) {
      const body = { id, user: 'avery@contoso.com', whatIf: id === 'r-2' };
      const enqueuedAt = clock.now().toISOString();
      await processMessage(dependencies, aMessage(body, {}, { enqueuedAt }));
      const other = { id: `other-${id}`, user: 'blake@contoso.com' };
      await processMessage(dependencies, aMessage(other, {}, { enqueuedAt }));
      clock.advance(DAY_MS);
    }
    const first = await call('GET', 'users/AVERY@contoso.com/history?top=2', { token: 'analyst' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        user: { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01', userPrincipalName: 'avery@contoso.com' },
        since: new Date(clock.now().getTime() - 7 * DAY_MS).toISOString(),
        value: [{ requestId: 'r-3' }, { requestId: 'r-2', status: 'whatIf' }],
      },
    });
    const next = String(first.body['nextLink']).replace('/api/', '');
    const second = await call('GET', next, { token: 'analyst' });
    expect(second.body['value']).toMatchObject([{ requestId: 'r-1' }]);
    expect(second.body).not.toHaveProperty('nextLink');
  });
  it('keeps the history of a user who was deleted, by their object id', async () => {
    const { call } = apiOfTwins();
    const gone = '11111111-3c52-4f0e-8a41-5d6c7e8f9a01';
    expect(await call('GET', `users/${gone}/history`, { token: 'analyst' })).toMatchObject({
      status: 200,
      body: { user: { id: gone }, value: [] },
    });
  });
  it('says of a name that may lead to several users, to nobody, or is none, why there is no history', async () => {
    const { call, tenant } = apiOfTwins();
    tenant.add({
      id: '11111111-3c52-4f0e-8a41-5d6c7e8f9a01',
      userPrincipalName: 'shared@contoso.com',
      samAccountName: 'shared',
    });
    const detailOf = async (name: string) =>
      (await call('GET', `users/${name}/history`, { token: 'analyst' })).body['detail'];
    const deleted = 'A user who was deleted is found by the object id.';
    expect(await detailOf('CONTOSO%5Cshared')).toBe(
      `The name may lead to several users of this tenant: give an object id. ${deleted}`,
    );
    expect(await detailOf('nobody@contoso.com')).toMatch(
      /^The name leads to no user of this tenant: give .+/,
    );
    expect(await detailOf('x')).toMatch(/^The name leads to no user/);
  });
  it.each([
    'users/nobody@contoso.com/history',
    'users/x/history',
    'users/avery@contoso.com/history?tenant=fabrikam',
  ])('answers 404 to %s', async (path) => {
    const { call } = apiOfTwins();
    expect(await call('GET', path, { token: 'analyst' })).toMatchObject({ status: 404 });
  });
});

describe('POST /api/preview', () => {
  it('says what the app itself would do, to whom and why, and changes nothing', async () => {
    const { call, tenant, requestQueue, resultsTopic, dependencies } = apiOfTwins();
    const body = { user: 'avery@contoso.com', confirm: true };
    for (let n = 0; n < 2; n++) {
      expect(await call('POST', 'preview', { token: 'analyst', body })).toMatchObject({
        status: 200,
        body: {
          receivedBy: `entra:${callers.analyst.objectId}`,
          value: [{ status: 'whatIf', predicted: 'awaitingConfirmation', mode: 'whatIf' }],
        },
      });
    }
    expect([tenant.revoked, requestQueue.sent, resultsTopic.published]).toEqual([[], [], []]);
    const { history } = dependencies.ledger;
    const page = { now: new Date(), since: new Date(0), top: 9 };
    expect(await history.ofUser(dependencies.policy.tenantId, 'avery', page)).toEqual({ keys: [] });
  });
  it('judges a message by a sender that the caller names', async () => {
    const { call } = apiOfTwins();
    const sent = { token: 'analyst', body: { user: 'avery@contoso.com' } };
    expect((await call('POST', 'preview?receivedBy=webhook:acme', sent)).body).toMatchObject({
      receivedBy: 'webhook:acme',
      value: [{ receivedBy: 'webhook:acme' }],
    });
    expect(await call('POST', 'preview?receivedBy=boss', sent)).toMatchObject({ status: 400 });
  });
  it('answers 413 to a message of too many users, before it asks the directory', async () => {
    const { call } = apiOfTwins();
    const users = Array.from({ length: 101 }, (_, n) => `u${String(n)}@contoso.com`);
    const answer = await call('POST', 'preview', { token: 'analyst', body: { users } });
    expect(answer).toMatchObject({ status: 413, body: { detail: expect.stringContaining('101 users') } });
  });
});

describe('GET /api/health/details', () => {
  it('has the result of each health check, or those of one tenant', async () => {
    const { call } = apiOfTwins();
    expect(await call('GET', 'health/details', { token: 'analyst' })).toMatchObject({
      status: 200,
      body: { status: 'healthy', checks: [{ name: 'ledger' }] },
    });
    expect(await call('GET', 'health/details?tenant=fabrikam', { token: 'analyst' })).toMatchObject({
      status: 503,
      body: { status: 'unhealthy', checks: [{ name: 'fabrikam' }] },
    });
  });
});

describe('GET /api/openapi.json', () => {
  it('needs no token', async () => {
    const { call } = apiOfTwins();
    expect(await call('GET', 'openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
  });
});
