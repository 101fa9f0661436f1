import type { TokenCredential } from '@azure/core-auth';
import type { BlobClient, ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';
import type { BlobConnection } from '../../config/config';
import type { OriginalStore } from '../../ports/original-store';
import { Unavailable } from '../../ports/unavailable';
import { blobContainer } from '../connections/blob-container';

export const ORIGINALS_CONTAINER = 'revocation-originals';
/** The time limit of one operation, its retries included. */
const TIMEOUT_MS = 15_000;
/** The most blobs that one sweep removes, so that it ends within the time limit of its function. */
const MAX_REMOVED = 500;

/** Large originals in a container of blob storage, which is created by the first write that finds it missing. */
export function blobOriginals(connection: BlobConnection, credential: () => TokenCredential): OriginalStore {
  const container = blobContainer(connection, ORIGINALS_CONTAINER, credential);
  return {
    put: (name, content) =>
      call(async (abortSignal) => {
        const upload = () => container.getBlockBlobClient(name).uploadData(content, { abortSignal });
        try {
          await upload();
        } catch (failure) {
          if (!isMissing(failure)) throw failure;
          await container.createIfNotExists({ abortSignal });
          await upload();
        }
      }),
    find: (name) =>
      call(async (abortSignal) => {
        try {
          return await container.getBlobClient(name).downloadToBuffer(0, undefined, { abortSignal });
        } catch (failure) {
          if (isMissing(failure)) return undefined;
          throw failure;
        }
      }),
    sweep: (before) => call((abortSignal) => sweep(container, before, abortSignal)),
  };
}

async function sweep(container: ContainerClient, before: Date, abortSignal: AbortSignal): Promise<number> {
  let removed = 0;
  try {
    for await (const { name, properties } of container.listBlobsFlat({ abortSignal })) {
      const { lastModified } = properties;
      if (lastModified >= before) continue;
      if (await removeUnchanged(container.getBlobClient(name), lastModified, abortSignal)) removed++;
      if (removed >= MAX_REMOVED) break;
    }
  } catch (failure) {
    // Nothing has ever been stored.
    if (!isMissing(failure)) throw failure;
  }
  return removed;
}

/** Removes a blob unless it was stored again since it was listed. */
async function removeUnchanged(blob: BlobClient, since: Date, abortSignal: AbortSignal): Promise<boolean> {
  try {
    await blob.delete({ abortSignal, conditions: { ifUnmodifiedSince: since } });
    return true;
  } catch (failure) {
    if (failure instanceof RestError && [404, 412].includes(failure.statusCode ?? 0)) return false;
    throw failure;
  }
}

/** @throws Unavailable when blob storage cannot be reached, hangs, throttles, or denies access */
async function call<T>(operation: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await operation(AbortSignal.timeout(TIMEOUT_MS));
  } catch (failure) {
    throw new Unavailable('originals', failure);
  }
}

function isMissing(failure: unknown): boolean {
  return failure instanceof RestError && failure.statusCode === 404;
}
