import type { TokenCredential } from '@azure/core-auth';
import type { BlobConnection } from '../../config/config';
import type { OriginalStore } from '../../ports/original-store';

/** The store of originals in blob storage. Its SDK is loaded with the first use: most messages are small. */
export function lazyOriginals(connection: BlobConnection, credential: () => TokenCredential): OriginalStore {
  let loaded: Promise<OriginalStore> | undefined;
  const load = (): Promise<OriginalStore> =>
    (loaded ??= import('../connections/blob-stores.js').then(({ blobOriginals }) =>
      blobOriginals(connection, credential),
    ));
  return {
    put: async (name, content) => (await load()).put(name, content),
    find: async (name) => (await load()).find(name),
    sweep: async (before) => (await load()).sweep(before),
  };
}
