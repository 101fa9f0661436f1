import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { revocationColumns } from '../../../shared/adapters/ledger/entry-columns';
import { tableLeaseStore } from '../../../shared/adapters/ledger/table-lease-store';
import type { EarlierRevocation } from '../../../shared/core/earlier-revocation';
import type { EntryKey, OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import type { AcquireAnswer, Lease, SeenEntry } from '../../../shared/ports/ledger';
import { entitiesInMemory } from '../../support/entities-in-memory';

const key: EntryKey = { partition: storedId('p'), row: 'r' };
const at = (seconds: number): Date => new Date(Date.parse('2026-11-23T10:00:00.000Z') + seconds * 1000);

type Step =
  | { readonly kind: 'acquire'; readonly stillValid: boolean; readonly look: number }
  | { readonly kind: 'record' | 'release' | 'look'; readonly holder: number }
  | { readonly kind: 'wait'; readonly seconds: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('acquire' as const), stillValid: fc.boolean(), look: fc.nat(4) }),
    fc.record({ kind: fc.constantFrom('record', 'release', 'look'), holder: fc.nat(4) }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 15, 60) }),
  ),
  { maxLength: 25 },
);

/** What the store answers to the steps; with looks, some leases are asked for with what a look has found, however old. */
async function answersTo(all: readonly Step[], withLooks: boolean): Promise<unknown> {
  const store = tableLeaseStore(entitiesInMemory(), revocationColumns);
  const [leases, looks, answers]: [Lease[], (SeenEntry | undefined)[], unknown[]] = [[], [], []];
  let now = 0;
  for (const [n, step] of all.entries()) {
    switch (step.kind) {
      case 'acquire': {
        const seen = withLooks ? looks[step.look] : undefined;
        const times = { now: at(now), leaseExpiresAt: at(now + 15), expiresAt: at(now + 60) };
        const terms = { leaseId: `lease-${String(n)}`, ...times, stillValid: () => step.stillValid };
        const answer: AcquireAnswer<EarlierRevocation> = await store.acquire(key, {
          ...terms,
          ...(seen && { seen }),
        });
        if (answer.kind === 'acquired') leases.push(answer.lease);
        answers.push(answer.kind === 'acquired' ? answer.lease.leaseId : answer);
        break;
      }
      case 'record': {
        const [lease, outcomeId] = [leases[step.holder], storedId<OutcomeId>(`o-${String(n)}`)];
        if (lease) answers.push(await store.record(lease, { outcomeId, revokedAt: at(now).toISOString() }));
        break;
      }
      case 'release': {
        const lease = leases[step.holder];
        if (lease) await store.release(lease);
        break;
      }
      case 'look':
        looks.push(await store.look(key));
        break;
      case 'wait':
        now += step.seconds;
    }
  }
  return answers;
}

describe('a lease that is asked for with what a look has found', () => {
  it('is answered as without it, whatever has happened since the look', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        expect(await answersTo(all, true)).toEqual(await answersTo(all, false));
      }),
      { numRuns: 500 },
    );
  });
  it('costs one write and no read while the entry is as it was seen', async () => {
    const entities = entitiesInMemory();
    const calls: string[] = [];
    const counted = tableLeaseStore(
      {
        ...entities,
        insert: (...args) => (calls.push('insert'), entities.insert(...args)),
        replace: (...args) => (calls.push('replace'), entities.replace(...args)),
        find: (...args) => (calls.push('find'), entities.find(...args)),
      },
      revocationColumns,
    );
    const terms = (leaseId: string, now: number) => {
      const times = { now: at(now), leaseExpiresAt: at(now + 15), expiresAt: at(now + 60) };
      return { leaseId, ...times };
    };
    await counted.acquire(key, terms('first', 0));
    const seen = await counted.look(key);
    calls.length = 0;
    const answer = await counted.acquire(key, { ...terms('second', 20), ...(seen && { seen }) });
    expect(answer.kind).toBe('acquired');
    expect(calls).toEqual(['replace']);
  });
});
