import { setTimeout as sleep } from 'node:timers/promises';
import { expiryNotes } from '../../shared/adapters/ledger/expiry-notes';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableSweep } from '../../shared/adapters/ledger/table-sweep';
import { inParallel } from '../../shared/app/in-parallel';
import type { Partition } from '../../shared/core/ids';
import { requestPartition, storedId } from '../../shared/core/ids';
import { entitiesInMemory } from '../support/entities-in-memory';

const EXPIRED = new Date('2026-11-23T10:00:00.000Z');
const NOW = new Date('2026-11-23T12:00:00.000Z');
const ENTRIES_PER_REQUEST = 2;
/** Of the requests, so many fewer are swept one after the other, which takes so much longer. */
const FEWER_BEFORE = 5;
const FILLED_AT_ONCE = 16;

/** Expired entries removed per second: one after the other, and as many partitions at once as the app sweeps. */
export interface SweepRates {
  readonly before: number;
  readonly now: number;
}

export async function sweepRates(setting: {
  readonly rounds: number;
  readonly requests: number;
  readonly latencyMs: number;
  readonly where: 'latency' | 'socket';
  readonly table: (name: string) => TableEntities;
}): Promise<readonly SweepRates[]> {
  const { rounds, latencyMs, where, table } = setting;
  const rates: SweepRates[] = [];
  for (let round = 0; round < rounds; round++) {
    const rate = async (requests: number, lanes?: number): Promise<number> => {
      const stored =
        where === 'latency' ? entitiesInMemory() : table(`Sweep${String(round)}${String(lanes)}`);
      await fill(stored, requests, lanes === 1);
      const entities = where === 'latency' ? delayed(stored, latencyMs) : stored;
      const sweep = tableSweep(entities, expiryNotes(entities), lanes);
      const startedAt = performance.now();
      const removed = await sweep(NOW);
      if (removed !== requests * ENTRIES_PER_REQUEST)
        throw new Error(`${String(removed)} entries were removed.`);
      return (1000 * removed) / (performance.now() - startedAt);
    };
    rates.push({ before: await rate(setting.requests / FEWER_BEFORE, 1), now: await rate(setting.requests) });
  }
  return rates;
}

/** @param asBefore with a note for each partition, in the form of the version before */
async function fill(entities: TableEntities, requests: number, asBefore: boolean): Promise<void> {
  const notes = expiryNotes(entities);
  const numbers = Array.from({ length: requests }, (_, n) => n);
  await inParallel(numbers, FILLED_AT_ONCE, async (n) => {
    const partition = requestPartition({ tenantId: 'contoso', requestId: String(n) });
    const columns = { payloadDigest: 'x', expiresAt: EXPIRED };
    await entities.insert({ partition, row: 'request' }, columns);
    await entities.insert({ partition, row: 'user-1' }, columns);
    if (!asBefore) notes.note(partition, EXPIRED);
    else
      await entities.insert({ partition: storedId<Partition>('expiry-2026-11-23T10'), row: partition }, {});
  });
  await notes.write();
}

/** Entities of which each call takes so long, in ms. */
function delayed(entities: TableEntities, latencyMs: number): TableEntities {
  return {
    ...entities,
    insert: async (key, columns) => (await sleep(latencyMs), entities.insert(key, columns)),
    remove: async (key, version) => (await sleep(latencyMs), entities.remove(key, version)),
    async *list(filter) {
      await sleep(latencyMs);
      yield* entities.list(filter);
    },
  };
}
