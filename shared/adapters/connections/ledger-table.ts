import type { TokenCredential } from '@azure/core-auth';
import { TableClient } from '@azure/data-tables';
import type { TableConnection } from '../../config/config';

const TABLE = 'RevocationLedger';

/** Faults are retried for a few seconds; a longer outage is waited out with the message put off. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 };

/** The ledger's table; nothing is sent before its first use. */
export function ledgerTable(connection: TableConnection, credential: () => TokenCredential): TableClient {
  return connection.kind === 'connectionString'
    ? TableClient.fromConnectionString(connection.connectionString, TABLE, {
        retryOptions,
        // The string itself says which protocol; with an identity it is https alone.
        allowInsecureConnection: true,
      })
    : new TableClient(connection.tableServiceUri, TABLE, credential(), { retryOptions });
}
