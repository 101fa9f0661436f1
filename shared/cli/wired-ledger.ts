import type { TokenCredential } from '@azure/identity';
import type { OnAnswer } from '../adapters/connections/ledger-table';
import type { BlobConnection, Config } from '../config/config';
import type { Ledger } from '../ports/ledger';
import type { OriginalStore } from '../ports/original-store';
import type { SwitchStore } from '../ports/switch-store';

// The part of the composition root for the ledger's account. Nothing is sent before the first use.

/** The ledger of the app. */
export async function tableLedgerOf(
  { ledger }: Config,
  identity: Promise<TokenCredential>,
  onAnswer?: OnAnswer,
): Promise<Ledger> {
  if (ledger.kind === 'memory') {
    throw new Error(
      'LEDGER_STORAGE is memory: the ledger is in the process of the app and cannot be read from here. Use table storage.',
    );
  }
  const [credential, { ledgerTable }, { tableLedger }] = await Promise.all([
    identity,
    import('../adapters/connections/ledger-table.js'),
    import('../adapters/ledger/table-ledger.js'),
  ]);
  return tableLedger(ledgerTable(ledger, () => credential, onAnswer));
}

/** The emergency switch of the app. */
export async function switchStoreOf(
  { ledger }: Pick<Config, 'ledger'>,
  identity: Promise<TokenCredential>,
): Promise<SwitchStore> {
  if (ledger.kind === 'memory') {
    throw new Error(
      'LEDGER_STORAGE is memory: the app has no emergency switch. Use table storage, or set REVOCATION_ENABLED to false.',
    );
  }
  const [credential, { storageTable }, { SWITCH_TABLE, switchTable }] = await Promise.all([
    identity,
    import('../adapters/connections/ledger-table.js'),
    import('../adapters/ledger/switch-table.js'),
  ]);
  return switchTable(storageTable(ledger, SWITCH_TABLE, () => credential));
}

/** The large originals of the app; undefined where there is no storage for them. */
export async function connectOriginals(
  connection: BlobConnection | undefined,
  credentialOf: () => Promise<TokenCredential>,
): Promise<OriginalStore | undefined> {
  if (!connection) return undefined;
  const [credential, { lazyOriginals }] = await Promise.all([
    credentialOf(),
    import('../adapters/originals/lazy-originals.js'),
  ]);
  return lazyOriginals(connection, () => credential);
}
