import type { TokenCredential } from '@azure/core-auth';
import { TableClient } from '@azure/data-tables';
import type { TableConnection } from '../../config/config';

const TABLE = 'RevocationLedger';

/** Faults are retried for a few seconds; during a longer outage the message is scheduled for later. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 };

/** The ledger's table; nothing is sent before its first use. */
export function ledgerTable(connection: TableConnection, credential: () => TokenCredential): TableClient {
  return connection.kind === 'connectionString'
    ? TableClient.fromConnectionString(connection.connectionString, TABLE, {
        retryOptions,
        // The connection string sets the protocol; with an identity it is always https.
        allowInsecureConnection: true,
      })
    : new TableClient(connection.tableServiceUri, TABLE, credential(), { retryOptions });
}
