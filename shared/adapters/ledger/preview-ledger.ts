import type { Ledger } from '../../ports/ledger';
import { inMemoryLedger } from './in-memory-ledger';

/** A ledger that reads recorded revocations and the limit, and writes nothing: for previews outside the app. */
export function previewLedger(real: Ledger): Ledger {
  const memory = inMemoryLedger();
  return {
    ...memory,
    revocations: { ...memory.revocations, read: (key, now) => real.revocations.read(key, now) },
    limit: { ...memory.limit, hasCapacity: (use) => real.limit.hasCapacity(use) },
  };
}
