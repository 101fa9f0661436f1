import type { BlobConnection, LedgerConfig } from './config';
import { oneOf } from './environment';
import type { Read } from './read';
import { valid } from './read';

/** Reads where the ledger is stored. */
export function readLedger(settings: Readonly<Record<string, string | undefined>>): Read<LedgerConfig> {
  const setting = oneOf(settings, 'LEDGER_STORAGE', 'LEDGER_STORAGE__tableServiceUri');
  if (setting.kind === 'invalid') return setting;
  const { form, value } = setting.value;
  if (form === 'identity') return valid({ kind: 'identity', tableServiceUri: value });
  return value.toLowerCase() === 'memory'
    ? valid({ kind: 'memory' })
    : valid({ kind: 'connectionString', connectionString: value });
}

/**
 * Where large originals are stored: in the blobs of the ledger's storage account, unless a setting names others. Undefined
 * when the account of the ledger has no known blobs.
 */
export function readOriginals(
  ledger: LedgerConfig,
  blobServiceUri: string | undefined,
): BlobConnection | undefined {
  if (blobServiceUri !== undefined) return { kind: 'identity', blobServiceUri };
  switch (ledger.kind) {
    case 'memory':
      return undefined;
    case 'connectionString':
      return hasBlobs(ledger.connectionString) ? ledger : undefined;
    case 'identity': {
      const uri = ledger.tableServiceUri.replace('.table.', '.blob.');
      return uri === ledger.tableServiceUri ? undefined : { kind: 'identity', blobServiceUri: uri };
    }
  }
}

/** A connection string names the endpoints of its services, or only the account. */
function hasBlobs(connectionString: string): boolean {
  return (
    /(?:^|;)\s*BlobEndpoint=/i.test(connectionString) || !/(?:^|;)\s*TableEndpoint=/i.test(connectionString)
  );
}

/** Whether a setting is the https URL of a host, without a path. */
export function isRoot(value: string): boolean {
  return isSecureUrl(value) && URL.parse(value)?.pathname === '/';
}

/** Whether a setting is an https URL and nothing else. */
export function isSecureUrl(value: string): boolean {
  const url = URL.parse(value);
  return (
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}
