import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { expiryNotes } from '../../shared/adapters/ledger/expiry-notes';
import { tableSweep } from '../../shared/adapters/ledger/table-sweep';
import { requestPartition } from '../../shared/core/ids';
import { entitiesInMemory } from '../support/entities-in-memory';

const RECORDS = 100_000;
const MINUTE = 60_000;
const START = Date.parse('2026-11-23T00:00:00.000Z');
/** A day at Graph's quota of 20 a second is 1,728,000 requests: one of a hundred of them. */
const SCALE = 100;
const PER_SWEEP = 12_000 / SCALE;
const RETENTION_MS = 6 * 60 * MINUTE;
const DAYS = 2;

/** Prints what stays in memory of many requests, and how large the ledger is after days at Graph's quota. */
export async function memoryOfRecords(): Promise<void> {
  const ledger = inMemoryLedger();
  const heap = (): number => (globalThis.gc?.(), process.memoryUsage().heapUsed);
  const empty = heap();
  const enter = async (from: number): Promise<number> => {
    for (let n = from; n < from + RECORDS; n++) {
      const partition = requestPartition({ tenantId: 'contoso', requestId: String(n) });
      await ledger.requests.enter(partition, 'x', {
        now: new Date(START),
        expiresAt: new Date(START + MINUTE),
      });
    }
    return (heap() - empty) / 1e6;
  };
  const [first, second] = [await enter(0), await enter(RECORDS)];
  console.log(`
The ledger in memory holds ${first.toFixed(1)} MB after ${String(RECORDS)} requests, and ${second.toFixed(1)} MB after as many again.`);

  const entities = entitiesInMemory();
  const notes = expiryNotes(entities);
  const sweep = tableSweep(entities, notes);
  let [inserted, removed, most] = [0, 0, 0];
  for (let at = 0; at < DAYS * 1440 * MINUTE; at += 10 * MINUTE) {
    for (let n = 0; n < PER_SWEEP; n++) {
      const partition = requestPartition({ tenantId: 'contoso', requestId: String(inserted++) });
      const expiresAt = new Date(START + at + RETENTION_MS);
      await entities.insert({ partition, row: 'request' }, { expiresAt });
      // One of a thousand is noted by a process that dies.
      if (inserted % 1000 > 0) notes.note(partition, expiresAt);
    }
    removed += await sweep(new Date(START + at + 10 * MINUTE));
    most = Math.max(most, inserted - removed);
  }
  const least = (RETENTION_MS / (10 * MINUTE)) * PER_SWEEP;
  console.log(
    `${String(DAYS)} days at Graph's quota, one of ${String(SCALE)} requests, kept for 6 hours, a sweep every ten minutes: at most ${String(most)} ` +
      `requests are in the ledger, ${(most / least).toFixed(2)} of what the retention says; the search for what was not noted is part of it.`,
  );
}
