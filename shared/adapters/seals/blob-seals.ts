import type { TokenCredential } from '@azure/core-auth';
import type { ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';
import type { BlobConnection } from '../../config/config';
import { isSegment } from '../../core/seal/segment-name';
import { SealUnavailable } from '../../ports/seal-unavailable';
import type { SealStore } from '../../ports/seal-store';
import { blobContainer } from '../connections/blob-container';

export const SEALS_CONTAINER = 'revocation-seals';
/** The time limit of one operation, its retries included. */
const TIMEOUT_MS = 15_000;
/** The link of a batch is far shorter. */
const TAIL_BYTES = 64 * 1024;
const NDJSON = { blobHTTPHeaders: { blobContentType: 'application/x-ndjson' } };
/** Answers of blob storage: there is no blob or container; there is one already; a condition does not hold. */
const [NOT_FOUND, EXISTS, NOT_MET] = [404, 409, 412];

/** The seal in append blobs of a container, which is created by the first write that finds it missing. */
export function blobSeals(connection: BlobConnection, credential: () => TokenCredential): SealStore {
  const container = blobContainer(connection, SEALS_CONTAINER, credential);
  return {
    segments: () => call(() => namesIn(container)),
    read: (segment) => piecesOf(container, segment),
    tail: (segment) =>
      call(async (abortSignal) => {
        const blob = container.getBlobClient(segment);
        const { contentLength: size = 0 } = await blob.getProperties({ abortSignal });
        if (size === 0) return { size, bytes: new Uint8Array() };
        const from = Math.max(0, size - TAIL_BYTES);
        return { size, bytes: await blob.downloadToBuffer(from, size - from, { abortSignal }) };
      }),
    append: (segment, position, bytes) =>
      call((abortSignal) => append(container, { segment, position, bytes }, abortSignal)),
  };
}

interface Appended {
  readonly segment: string;
  readonly position: number;
  readonly bytes: Uint8Array;
}

async function append(
  container: ContainerClient,
  { segment, position, bytes }: Appended,
  abortSignal: AbortSignal,
): Promise<'appended' | 'moved'> {
  const blob = container.getAppendBlobClient(segment);
  const options = { abortSignal, conditions: { appendPosition: position } };
  const write = () => blob.appendBlock(bytes, bytes.length, options);
  try {
    await write();
  } catch (failure) {
    if (isStatus(failure, NOT_MET)) return 'moved';
    if (position > 0 || !isStatus(failure, NOT_FOUND)) throw failure;
    await create(container, segment, abortSignal);
    return append(container, { segment, position, bytes }, abortSignal);
  }
  return 'appended';
}

/** Creates a segment, unless another writer has. */
async function create(container: ContainerClient, segment: string, abortSignal: AbortSignal): Promise<void> {
  const blob = container.getAppendBlobClient(segment);
  const write = () => blob.create({ abortSignal, conditions: { ifNoneMatch: '*' }, ...NDJSON });
  try {
    await write();
  } catch (failure) {
    if (isStatus(failure, EXISTS)) return;
    if (!isStatus(failure, NOT_FOUND)) throw failure;
    await container.createIfNotExists({ abortSignal });
    await create(container, segment, abortSignal);
  }
}

async function namesIn(container: ContainerClient): Promise<readonly string[]> {
  const names: string[] = [];
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    for await (const { name } of container.listBlobsFlat({ abortSignal }))
      if (isSegment(name)) names.push(name);
  } catch (failure) {
    // Nothing has ever been sealed.
    if (!isStatus(failure, NOT_FOUND)) throw failure;
  }
  return names.toSorted();
}

async function* piecesOf(container: ContainerClient, segment: string): AsyncIterable<Uint8Array> {
  try {
    const { readableStreamBody } = await container.getBlobClient(segment).download();
    if (!readableStreamBody) return;
    for await (const piece of readableStreamBody) yield Buffer.from(piece);
  } catch (failure) {
    throw new SealUnavailable('store', failure);
  }
}

/** @throws SealUnavailable when blob storage cannot be reached, hangs, throttles, or denies access */
async function call<T>(operation: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await operation(AbortSignal.timeout(TIMEOUT_MS));
  } catch (failure) {
    throw new SealUnavailable('store', failure);
  }
}

function isStatus(failure: unknown, status: number): boolean {
  return failure instanceof RestError && failure.statusCode === status;
}
