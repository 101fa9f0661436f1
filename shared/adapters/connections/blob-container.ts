import type { TokenCredential } from '@azure/core-auth';
import { ContainerClient } from '@azure/storage-blob';
import type { BlobConnection } from '../../config/config';

/** Faults are retried for a few seconds; during a longer outage the message is delivered again, or scheduled for later. */
const retryOptions = { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 2000 };

/** A container of blobs; nothing is sent before its first use. */
export function blobContainer(
  connection: BlobConnection,
  name: string,
  credential: () => TokenCredential,
): ContainerClient {
  return connection.kind === 'connectionString'
    ? new ContainerClient(connection.connectionString, name, { retryOptions })
    : new ContainerClient(`${connection.blobServiceUri.replace(/\/+$/, '')}/${name}`, credential(), {
        retryOptions,
      });
}
