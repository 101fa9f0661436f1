import { createReadStream } from 'node:fs';
import type { TokenCredential } from '@azure/identity';
import { sealState } from '../app/seal-state';
import type { BlobConnection, Config } from '../config/config';
import type { CheckedSeal } from '../health/seal-check';
import type { SealStore } from '../ports/seal-store';
import type { SealDesk } from './seal-desk';

// The part of the composition root for the seal. Nothing is sent before the first use.

type CredentialOf = () => Promise<TokenCredential>;

const PIECE_BYTES = 1024 * 1024;

async function connectSeals(connection: BlobConnection, credentialOf: CredentialOf): Promise<SealStore> {
  const [credential, { blobSeals }] = await Promise.all([
    credentialOf(),
    import('../adapters/seals/blob-seals.js'),
  ]);
  return blobSeals(connection, () => credential);
}

/** @param connection reads the settings of the storage; undefined where they name none */
export function sealDesk(connection: () => BlobConnection | undefined, credentialOf: CredentialOf): SealDesk {
  return {
    open: async (path) => {
      if (path !== undefined) return (await import('../adapters/seals/file-seals.js')).fileSeals(path);
      const store = connection();
      if (!store) throw new Error(NO_STORE);
      return connectSeals(store, credentialOf);
    },
    publicKeys: async (file) => (await import('../adapters/seals/public-keys.js')).publicKeys(file),
    stream: (file) => createReadStream(file, { highWaterMark: PIECE_BYTES }),
  };
}

const NO_STORE =
  'There is no storage to verify: set LEDGER_STORAGE__blobServiceUri to that of the app, or give a folder of downloaded segments.';

/** What health checks examine of the seal; undefined where outcomes are not sealed. */
export async function checkedSeal(
  { seal }: Pick<Config, 'seal'>,
  credentialOf: CredentialOf,
): Promise<CheckedSeal | undefined> {
  if (!seal) return undefined;
  const store = await connectSeals(seal.store, credentialOf);
  return { state: () => sealState(store), isSigned: seal.key !== undefined };
}
