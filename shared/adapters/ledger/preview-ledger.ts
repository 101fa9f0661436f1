import type { Ledger } from '../../ports/ledger';
import { inMemoryLedger } from './in-memory-ledger';

/** A ledger that knows what was done, and in which nothing is written: for previews outside the app. */
export function previewLedger(real: Ledger): Ledger {
  const memory = inMemoryLedger();
  return {
    ...memory,
    revocations: { ...memory.revocations, read: (key, now) => real.revocations.read(key, now) },
    brake: { ...memory.brake, hasRoom: (use) => real.brake.hasRoom(use) },
  };
}
