import * as z from 'zod';
import { compact } from '../core/compact';
import type { BlobConnection, SealConfig, SealKey } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { ONCE, problemsOfVariables, valid } from './read';

const sealVariables = z.object({
  SEAL_OUTCOMES: z.enum(['true', 'false'], 'must be true or false').default('false'),
  SEAL_KEY: z
    .string()
    .regex(
      /^https:\/\/[\w.-]+(?::\d+)?\/keys\/[\w-]+$/i,
      'is not the id of a key without its version (https://VAULT.vault.SUFFIX/keys/NAME)',
    )
    .optional(),
});

/**
 * Reads where outcomes are sealed; undefined: nowhere.
 *
 * @param store the blobs of the ledger's storage account; undefined: there are none
 */
export function readSeal(
  settings: Environment,
  store: BlobConnection | undefined,
): Read<SealConfig | undefined> {
  const read = sealVariables.safeParse(settings, ONCE);
  if (!read.success) return { kind: 'invalid', problems: problemsOfVariables(read.error) };
  const { SEAL_OUTCOMES: isOn, SEAL_KEY: keyId } = read.data;
  if (isOn === 'false') return valid(undefined);
  if (!store) return { kind: 'invalid', problems: [NO_STORE] };
  return valid({ store, ...compact({ key: keyId === undefined ? undefined : keyOf(keyId) }) });
}

const NO_STORE =
  'SEAL_OUTCOMES: needs blob storage, which the ledger has not: set LEDGER_STORAGE__blobServiceUri, or store the ledger in an account that has blobs';

/** Key vaults have an audience for each cloud, and their hosts the same suffix. */
function keyOf(keyId: string): SealKey {
  const [, host = 'vault.azure.net'] = /\.(vault\.\w+\.\w+)$/.exec(new URL(keyId).hostname) ?? [];
  return { keyId, audience: `https://${host}` };
}
