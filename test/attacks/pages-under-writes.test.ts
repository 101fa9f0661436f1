import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { inMemoryHistory } from '../../shared/adapters/ledger/in-memory-history';
import type { OutcomeId, Partition } from '../../shared/core/ids';
import { digest, storedId } from '../../shared/core/ids';
import type { OutcomeFilter } from '../../shared/ports/ledger';
import { expectEqual } from '../support/equal';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-23T10:00:00.000Z');
const RETENTION_MS = 7 * DAY_MS;

/** An outcome by its age, some of them in the same ms; a few are older than what is kept, or of a clock that is ahead. */
const outcome = fc.record({
  ageMs: fc.oneof(
    fc.constantFrom(0, 1, 36_000_000, 36_000_001, DAY_MS, RETENTION_MS),
    fc.integer({ min: -60_000, max: 9 * DAY_MS }),
  ),
  status: fc.constantFrom('signedOut' as const, 'failed' as const),
});

/** A history into which outcomes are written while it is read, by their number. */
function written() {
  const history = inMemoryHistory();
  const all: { readonly at: number; readonly status: string }[] = [];
  return {
    history,
    all,
    write: ({ ageMs, status }: typeof outcome extends fc.Arbitrary<infer Value> ? Value : never) => {
      const row = String(all.length);
      const at = NOW_MS - ageMs;
      all.push({ at, status });
      history.note({
        key: { partition: storedId<Partition>('p'), row },
        id: storedId<OutcomeId>(digest([row])),
        requestId: row,
        status,
        tenantId: 't-1',
        userId: undefined,
        completedAt: new Date(at),
        expiresAt: new Date(NOW_MS + RETENTION_MS),
      });
    },
  };
}

describe('a list of outcomes that is read page by page, while others are written', () => {
  const filters = fc.constantFrom<OutcomeFilter>({}, { statuses: ['failed'] }, { tenantId: 'T-1' });
  it('has each that was there before exactly once, and every page is the newest first', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { maxLength: 40 }),
        fc.array(fc.array(outcome, { maxLength: 4 }), { maxLength: 10 }),
        filters,
        fc.integer({ min: 1, max: 7 }),
        async (before, between, filter, top) => {
          const { history, all, write } = written();
          before.forEach(write);
          const read: number[] = [];
          let after: string | undefined;
          let pages = 0;
          do {
            const now = new Date(NOW_MS + 60_000 * ++pages);
            const since = new Date(NOW_MS - RETENTION_MS);
            const page = await history.ofAll(filter, { now, since, top, after });
            read.push(...page.keys.map(({ row }) => Number(row)));
            after = page.next;
            between[pages]?.forEach(write);
          } while (after !== undefined);
          const times = read.map((n) => all[n]?.at ?? 0);
          expectEqual(
            times,
            times.toSorted((one, other) => other - one),
          );
          expectEqual(new Set(read).size, read.length);
          const wanted = before.flatMap(({ ageMs, status }, n) =>
            ageMs <= RETENTION_MS && (filter.statuses?.some((one) => one === status) ?? true) ? [n] : [],
          );
          expectEqual(
            wanted.filter((n) => !read.includes(n)),
            [],
          );
        },
      ),
      { numRuns: 200 },
    ));
});
