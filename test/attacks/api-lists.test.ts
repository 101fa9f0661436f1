import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tableHistory } from '../../shared/adapters/ledger/table-history';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';
import { processMessage } from '../../shared/app/process-message';
import { readOutcomesQuery } from '../../shared/api/read-call';
import { historyOfUser } from '../../shared/core/ids';
import { aMessage } from '../support/app';
import { apiOfTwins } from '../support/api';
import { NOW, OTHER_TENANT_ID, TENANT_ID } from '../support/builders';

const HOSTILE = [
  `x' or PartitionKey ne '`,
  `' or '1' eq '1`,
  `2026-11-26~outcome-0000000000000-z' or RowKey gt '`,
  'approval-~',
  '*',
  '%00',
  '../../status',
  '٢٠٢٦-11-26~outcome-8236000000000-a',
  '9'.repeat(300),
  `${'a'.repeat(250)}~~~~`,
];
const TIMES = [
  '0000-01-01T00:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59-23:59',
  '2026-02-30T00:00:00Z',
  '2026-11-26T24:00:00Z',
  '2026-11-26T23:59:60Z',
  '-000001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '1970-01-01T00:00:00.000000000000000000Z',
];

describe('GET /api/outcomes', () => {
  const hostile = fc.oneof(
    fc.constantFrom(...HOSTILE, ...TIMES),
    fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed()),
  );
  it('is answered, refused or finds nothing, whatever is asked for', async () => {
    const { call, dependencies, clock } = apiOfTwins();
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    const names = ['status', 'user', 'tenant', 'requestId', 'since', 'top', 'after', '__proto__', 'x'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), hostile), { maxLength: 4 }),
        async (pairs) => {
          const query = new URLSearchParams(pairs).toString();
          const { status, body } = await call('GET', `outcomes?${query}`, { token: 'analyst' });
          expect([200, 400, 404]).toContain(status);
          if (status === 200 && pairs.some(([name]) => name === 'requestId'))
            expect(body['value']).toEqual([]);
          clock.advance(5_000);
        },
      ),
      { numRuns: 60 },
    );
  });
  it.each(TIMES)('takes a time that is none for none: since %s', (since) => {
    const read = readOutcomesQuery(new URLSearchParams({ since }));
    if (read.kind === 'read') expect(read.value.since?.toISOString()).toMatch(/^\d{4}-.*Z$/);
  });
  it('is read by no one without a role that reads, and costs the allowance of its caller', async () => {
    const { call } = apiOfTwins();
    for (const path of ['outcomes', 'status']) {
      expect((await call('GET', path, { token: 'nothing' })).status).toBe(403);
      expect((await call('GET', path)).status).toBe(401);
    }
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await call('GET', 'outcomes', { token: 'analyst' })).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(30);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a history in the table', () => {
  /** A table without rows, and the filters by which it was asked. */
  function asked() {
    const filters: string[] = [];
    const entities = {
      putTogether: () => Promise.resolve({ kind: 'done', value: undefined }),
      // eslint-disable-next-line typescript/require-await -- the list of the table is read one by one
      list: async function* (filter: string) {
        filters.push(filter);
        yield* [];
      },
    } as unknown as TableEntities;
    return { history: tableHistory(entities, () => undefined), filters };
  }
  const FILTER =
    /^PartitionKey eq '[\w-]+' and RowKey gt '(?<after>[\w:.~-]*)' and RowKey lt '(?<before>[\w:.~-]*)'$/;

  it('is asked for the rows of one day, one user and nobody else, wherever a page begins', async () => {
    const userId = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b10';
    const own = historyOfUser(TENANT_ID, userId);
    const other = historyOfUser(OTHER_TENANT_ID, userId);
    const places = [
      ...HOSTILE,
      `2026-11-26~${other}8236000000000-a`,
      `2026-11-26~${own}8236000000000-a`,
      `2026-11-26~${own.slice(0, 5)}`,
      '2026-11-26~outcome-8236000000000-a',
      '0000-00-00~',
    ];
    const since = new Date(NOW.getTime() - 3 * 86_400_000);
    for (const after of places) {
      const { history, filters } = asked();
      await history.ofUser(TENANT_ID, userId, { now: NOW, since, top: 10, after });
      for (const filter of filters) {
        const { after: from = '', before = '' } = FILTER.exec(filter)?.groups ?? {};
        expect([from.startsWith(own), before.startsWith(own)]).toEqual([true, true]);
      }
    }
  });
  it('is asked as often as there are days, whatever is filtered by', async () => {
    const { history, filters } = asked();
    const since = new Date(NOW.getTime() - 30 * 86_400_000);
    await history.ofAll({ statuses: ['held'], tenantId: HOSTILE[0] }, { now: NOW, since, top: 100 });
    expect(filters).toHaveLength(31);
    for (const filter of filters) expect(filter).toMatch(FILTER);
  });
});

it('the state of the service has settings by their digest alone', async () => {
  const { call } = apiOfTwins();
  const { body } = await call('GET', 'status', { token: 'playbook' });
  expect(body['policy']).toEqual({ digest: expect.stringMatching(/^[\w-]+$/) });
  const known = ['brake', 'enabled', 'mode', 'policy', 'quota', 'switch', 'tenants', 'version', 'waiting'];
  expect(Object.keys(body).filter((name) => !known.includes(name))).toEqual([]);
});
