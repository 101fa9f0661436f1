import { expect, it } from '@jest/globals';
import { expiryIndex } from '../../../shared/adapters/ledger/expiry-index';
import type { EntryKey } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import { entitiesInMemory } from '../../support/entities-in-memory';

const partition = storedId<EntryKey['partition']>('request-1');
const key: EntryKey = { partition, row: 'user-1' };
const hour = (n: number): Date => new Date(Date.parse('2026-11-23T10:00:00.000Z') + n * 3_600_000);

it('what another instance acquires during a sweep is found by a later sweep, when it has expired as well', async () => {
  const entities = entitiesInMemory();
  const index = expiryIndex(entities);
  await entities.insert(key, { expiresAt: hour(1) });
  await index.note(partition, hour(1));
  let isLeasedAgain = false;
  const sweeping = expiryIndex({
    ...entities,
    remove: async (removed, version) => {
      if (removed.row === key.row && !isLeasedAgain) {
        isLeasedAgain = true;
        await entities.replace(key, version, { expiresAt: hour(5) });
      }
      return entities.remove(removed, version);
    },
  });
  expect(await sweeping.sweep(hour(2))).toBe(0);
  expect(await index.sweep(hour(3))).toBe(0);
  expect(await entities.find(key)).toBeDefined();
  expect(await index.sweep(hour(6))).toBe(1);
  expect(await entities.find(key)).toBeUndefined();
});
