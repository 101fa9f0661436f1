import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { OriginalStore } from '../ports/original-store';
import { Unavailable } from '../ports/unavailable';

/** Belongs to no message, and is removed by a later sweep. */
const NAME = 'health-check';

/**
 * Checks that large originals can be stored and read.
 *
 * @param store absent: none is configured
 */
export function originalsCheck(store: OriginalStore | undefined): HealthCheck {
  return { name: 'originals', run: () => (store ? checkStore(store) : Promise.resolve(NO_STORE)) };
}

const NO_STORE: CheckResult = {
  status: 'warning',
  detail:
    'Large originals are not stored: a message near 256 KB can be neither retried nor kept in quarantine.',
  remedy: 'Set LEDGER_STORAGE__blobServiceUri, or store the ledger in an account that has blobs.',
};

async function checkStore(store: OriginalStore): Promise<CheckResult> {
  try {
    await store.put(NAME, new TextEncoder().encode(NAME));
    await store.find(NAME);
    return { status: 'ok', detail: 'Large originals can be stored and read.' };
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return {
      status: 'failed',
      detail: 'Blob storage cannot be reached, or the identity has no access.',
      remedy:
        'Check LEDGER_STORAGE__blobServiceUri, and assign the role Storage Blob Data Contributor on the container revocation-originals to the identity.',
    };
  }
}
