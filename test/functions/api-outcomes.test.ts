import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { textDetail } from '../../shared/core/detail';
import { aMessage } from '../support/app';
import { apiOfTwins, callers } from '../support/api';
import { unlikeOcsf } from '../support/ocsf-conformance';

const HOUR_MS = 3_600_000;
const NAMES = ['avery', 'blake', 'guest', 'avery', 'nobody', 'blake'] as const;

/** The app after one request in each hour: for avery and blake, a guest, and nobody. */
async function answered() {
  const side = apiOfTwins({ recordRetentionMs: 7 * 24 * HOUR_MS });
  for (const [n, name] of NAMES.entries()) {
    const body = { id: `r-${String(n)}`, user: `${name}@contoso.com` };
    const enqueuedAt = side.clock.now().toISOString();
    await processMessage(side.dependencies, aMessage(body, {}, { enqueuedAt }));
    side.clock.advance(HOUR_MS);
  }
  const list = async (query: string) => {
    const answer = await side.call('GET', `outcomes${query}`, { token: 'analyst' });
    return {
      ...answer,
      ids: (answer.body['value'] as { requestId: string }[] | undefined)?.map(({ requestId }) => requestId),
    };
  };
  return { ...side, list };
}

describe('GET /api/outcomes', () => {
  it('has the outcomes of all users, the newest first, and says how far back it goes', async () => {
    const { list, clock } = await answered();
    const { ids, status, body } = await list('');
    expect(ids).toEqual(['r-5', 'r-4', 'r-3', 'r-2', 'r-1', 'r-0']);
    expect(status).toBe(200);
    expect(body['since']).toBe(new Date(clock.now().getTime() - 7 * 24 * HOUR_MS).toISOString());
  });
  it('has them as events of OCSF for ?format=ocsf, and so have a request and a history', async () => {
    const { list, call } = await answered();
    const ofPage = async (path: string) =>
      (await call('GET', path, { token: 'analyst' })).body['value'] as Record<string, unknown>[];
    const { body } = await list('?format=ocsf&top=2');
    expect(body['nextLink']).toContain('format=ocsf');
    const pages = await Promise.all(
      ['outcomes?format=ocsf', 'requests/r-1?format=ocsf', 'users/blake@contoso.com/history?format=ocsf'].map(
        ofPage,
      ),
    );
    expect(pages.map(({ length }) => length)).toEqual([6, 1, 2]);
    const events = pages.flat();
    expect(events.flatMap(unlikeOcsf)).toEqual([]);
    expect(events[0]).toMatchObject({ class_uid: 7001, metadata: { correlation_uid: 'r-5' } });
    expect((await list('?format=cef')).body).toMatchObject({ issues: [{ path: 'format' }] });
  });
  it.each<[string, readonly string[]]>([
    ['?status=userNotFound', ['r-4']],
    ['?status=userNotFound,notApplicable', ['r-4', 'r-2']],
    ['?user=AVERY@contoso.com', ['r-3', 'r-0']],
    ['?user=avery@contoso.com&status=userNotFound', []],
    ['?requestId=r-1', ['r-1']],
    ['?requestId=r-1&user=avery@contoso.com', []],
    ['?requestId=nothing', []],
    ['?tenant=6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c00', []],
    ['?status=notApplicable&top=1', ['r-2']],
  ])('has those that fit %s', async (query, expected) => {
    const { list } = await answered();
    expect((await list(query)).ids).toEqual(expected);
  });
  it('has none that is older than since, to the hour', async () => {
    const { list, clock } = await answered();
    const since = new Date(clock.now().getTime() - 2.5 * HOUR_MS).toISOString();
    const { ids, body } = await list(`?since=${since}`);
    expect([ids, body['since']]).toEqual([['r-5', 'r-4'], since]);
  });
  it.each([
    '?top=2',
    '?top=2&status=signOutPending,userNotFound,notApplicable',
    '?top=1&user=blake@contoso.com',
  ])('leads by its links to every one, once: %s', async (query) => {
    const { list, call } = await answered();
    const all = (await list(query.replace(/top=\d&?/, 'top=100&'))).ids;
    const found: string[] = [];
    let path: string | undefined = `outcomes${query}`;
    while (path !== undefined) {
      const { body } = await call('GET', path, { token: 'analyst' });
      found.push(...(body['value'] as { requestId: string }[]).map(({ requestId }) => requestId));
      const next = body['nextLink'];
      path = typeof next === 'string' ? next.replace('/api/', '') : undefined;
    }
    expect(found).toEqual(all);
  });
  it.each([
    ['?status=done', 'status'],
    ['?since=yesterday', 'since'],
    ['?since=2026-11-23', 'since'],
    ['?tenant=../x', 'tenant'],
    ['?top=0', 'top'],
  ])('answers 400 to %s, and names the field', async (query, path) => {
    const { list } = await answered();
    const { status, body } = await list(query);
    expect(status).toBe(400);
    expect((body['issues'] as { path: string }[])[0]?.path).toContain(path);
  });
  it('answers 404 to a user whom nobody knows, and to a tenant that is not connected', async () => {
    const { list } = await answered();
    expect((await list('?user=nobody@contoso.com')).status).toBe(404);
    expect((await list('?user=avery@contoso.com&tenant=fabrikam.com')).status).toBe(404);
  });
});

describe('a history, while the directory will not look a name up', () => {
  const withFailure = (kind: 'forbidden' | 'throttled') =>
    apiOfTwins({}, callers, ({ dependencies }) => ({
      dependencies: {
        ...dependencies,
        directory: {
          ...dependencies.directory,
          find: () =>
            Promise.resolve({ kind: 'lookupFailed', failure: { kind, detail: textDetail('No consent.') } }),
        },
      },
    }));
  it.each(['forbidden', 'throttled'] as const)(
    '(%s) answers 503 to a name, and not that there is none',
    async (kind) => {
      const { call } = withFailure(kind);
      for (const path of ['users/avery@contoso.com/history', 'outcomes?user=avery@contoso.com'])
        expect(await call('GET', path, { token: 'analyst' })).toMatchObject({ status: 503 });
    },
  );
  it('says what is wrong, where it stays so', async () => {
    const { call } = withFailure('forbidden');
    const { body } = await call('GET', 'users/avery@contoso.com/history', { token: 'analyst' });
    expect(body['detail']).toBe(
      'The name could not be looked up: No consent. An object id needs no look-up.',
    );
  });
  it('needs no answer for an object id', async () => {
    const { call } = withFailure('throttled');
    const id = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
    expect(await call('GET', `users/${id}/history`, { token: 'analyst' })).toMatchObject({
      status: 200,
      body: { user: { id }, value: [] },
    });
  });
});
