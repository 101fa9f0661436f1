import type { Ledger } from '../../ports/ledger';
import { inMemoryLedger } from './in-memory-ledger';

/**
 * A ledger that reads recorded revocations, containments, the limit and the protected accounts, and writes nothing: for previews outside
 * the app.
 */
export function previewLedger(real: Ledger): Ledger {
  const memory = inMemoryLedger();
  return {
    ...memory,
    revocations: { ...memory.revocations, read: (key, now) => real.revocations.read(key, now) },
    userRevocations: {
      ...memory.userRevocations,
      read: (key, now) => real.userRevocations.read(key, now),
    },
    protectedEntries: {
      ...memory.protectedEntries,
      read: (tenantId) => real.protectedEntries.read(tenantId),
    },
    containments: {
      ...memory.containments,
      find: (place) => real.containments.find(place),
      ofUser: (tenantId, userId) => real.containments.ofUser(tenantId, userId),
      ofRequest: (requestId) => real.containments.ofRequest(requestId),
      write: ({ version }, containment) => Promise.resolve({ containment, version }),
    },
    limit: { ...memory.limit, preview: (use) => real.limit.preview(use) },
  };
}
