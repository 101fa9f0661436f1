import type { TokenCredential } from '@azure/core-auth';
import type { BlobConnection } from '../../config/config';
import type { SealStore } from '../../ports/seal-store';

/** The seal in blob storage. Its SDK is loaded with the first use, in the processes that seal. */
export function lazySeals(connection: BlobConnection, credential: () => TokenCredential): SealStore {
  let loaded: Promise<SealStore> | undefined;
  const load = (): Promise<SealStore> =>
    (loaded ??= import('../connections/blob-stores.js').then(({ blobSeals }) =>
      blobSeals(connection, credential),
    ));
  return {
    segments: async () => (await load()).segments(),
    tail: async (segment) => (await load()).tail(segment),
    append: async (...written) => (await load()).append(...written),
    read: async function* (segment) {
      yield* (await load()).read(segment);
    },
  };
}
