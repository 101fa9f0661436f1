import { describe, expect, it } from '@jest/globals';
import { revocationColumns } from '../../../shared/adapters/ledger/entry-columns';
import type { TableEntities } from '../../../shared/adapters/ledger/table-entities';
import { tableLeaseStore } from '../../../shared/adapters/ledger/table-lease-store';
import type { EarlierRevocation } from '../../../shared/core/earlier-revocation';
import type { EntryKey, OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import type { Intent } from '../../../shared/core/intent';
import type { LeaseTerms } from '../../../shared/ports/ledger';
import { entitiesInMemory } from '../../support/entities-in-memory';

const key: EntryKey = { partition: storedId('p'), row: 'r' };
const at = (ms: number): Date => new Date(Date.parse('2026-11-23T10:00:00.000Z') + ms);
const terms = (leaseId: string, ms = 0, intent?: Intent): LeaseTerms<EarlierRevocation> => ({
  leaseId,
  now: at(ms),
  leaseExpiresAt: at(ms + 15_000),
  expiresAt: at(3_600_000),
  ...(intent && { intent }),
});
const outcomeId = storedId<OutcomeId>('o');
const intent: Intent = { outcomeId, userId: 'u', declaredAt: at(0).toISOString() };
const entry: EarlierRevocation = { outcomeId, revokedAt: at(0).toISOString() };

/** The client of the table tries a write again whose answer it did not get: the second time, the condition is not met. */
function losing(entities: TableEntities, lost: 'insert' | 'replace' | 'remove'): TableEntities {
  const retried = async (write: () => Promise<unknown>) => {
    await write();
    return { kind: 'notApplied', reason: lost === 'insert' ? 'exists' : 'changed' } as const;
  };
  return {
    ...entities,
    ...(lost === 'insert' && { insert: (...args) => retried(() => entities.insert(...args)) }),
    ...(lost === 'replace' && { replace: (...args) => retried(() => entities.replace(...args)) }),
    ...(lost === 'remove' && { remove: (...args) => retried(() => entities.remove(...args)) }),
  };
}

describe('when the answer to a write is lost', () => {
  it('a lease that was inserted is acquired, and can be recorded', async () => {
    const store = tableLeaseStore(losing(entitiesInMemory(), 'insert'), revocationColumns);
    const answer = await store.acquire(key, terms('mine'));
    if (answer.kind !== 'acquired') throw new Error(`The lease is ${answer.kind}.`);
    expect(await store.record(answer.lease, entry)).toEqual({ kind: 'recorded', entry });
  });
  it('a lease that took the place of an expired one is acquired, with the intent that was found', async () => {
    const entities = entitiesInMemory();
    await tableLeaseStore(entities, revocationColumns).acquire(key, terms('first', 0, intent));
    const store = tableLeaseStore(losing(entities, 'replace'), revocationColumns);
    expect(await store.acquire(key, terms('mine', 15_000))).toMatchObject({
      kind: 'acquired',
      interrupted: intent,
      lease: { leaseId: 'mine', intent },
    });
  });
  it('a lease that was renewed is still held, and another holder finds it busy', async () => {
    const entities = entitiesInMemory();
    const store = tableLeaseStore(entities, revocationColumns);
    const answer = await store.acquire(key, terms('mine'));
    if (answer.kind !== 'acquired') throw new Error(`The lease is ${answer.kind}.`);
    await tableLeaseStore(losing(entities, 'replace'), revocationColumns).renew(answer.lease, at(30_000));
    expect(await store.renew(answer.lease, at(40_000))).toBeDefined();
    expect(await store.acquire(key, terms('other', 39_999))).toMatchObject({ kind: 'busy' });
  });
  it('an entry that was recorded is recorded', async () => {
    const entities = entitiesInMemory();
    const answer = await tableLeaseStore(entities, revocationColumns).acquire(key, terms('mine'));
    if (answer.kind !== 'acquired') throw new Error(`The lease is ${answer.kind}.`);
    const store = tableLeaseStore(losing(entities, 'replace'), revocationColumns);
    expect(await store.record(answer.lease, entry)).toEqual({ kind: 'recorded', entry });
  });
  it('a lease that was released is released, and the one after it is left alone', async () => {
    const entities = entitiesInMemory();
    const answer = await tableLeaseStore(entities, revocationColumns).acquire(key, terms('mine'));
    if (answer.kind !== 'acquired') throw new Error(`The lease is ${answer.kind}.`);
    const store = tableLeaseStore(losing(entities, 'remove'), revocationColumns);
    await store.release(answer.lease);
    expect(await store.acquire(key, terms('other'))).toMatchObject({ kind: 'acquired' });
    await store.release(answer.lease);
    expect(await store.acquire(key, terms('third'))).toMatchObject({ kind: 'busy' });
  });
});
