import type { Held, Holds } from '../../ports/ledger';

/** The twin of the requests at rest in table storage, and what they are kept in. */
export function inMemoryHolds(): Holds & {
  readonly entries: Map<string, Held & { readonly expiresAt: number }>;
} {
  const entries = new Map<string, Held & { readonly expiresAt: number }>();
  return {
    entries,
    put: (held, { expiresAt }) => {
      const { confirmation } = held;
      if (!entries.has(confirmation)) entries.set(confirmation, { held, expiresAt: expiresAt.getTime() });
      return Promise.resolve();
    },
    find: (confirmation) => Promise.resolve(entries.get(confirmation)),
    resolve: (confirmation, resolution) => {
      const found = entries.get(confirmation);
      if (!found) throw new Error('A request at rest is gone from the ledger.');
      if (!found.resolution) entries.set(confirmation, { ...found, resolution });
      return Promise.resolve(found.resolution ?? resolution);
    },
    // eslint-disable-next-line typescript/require-await -- a list that is read in turn, as the real one is
    async *pending() {
      for (const { held, resolution } of entries.values()) if (!resolution) yield held;
    },
  };
}
