import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { requestPartition } from '../../shared/core/ids';

const RECORDS = 100_000;
const MINUTE = 60_000;
const START = Date.parse('2026-11-23T00:00:00.000Z');
/** Prints what stays in memory of many requests. */
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
}
