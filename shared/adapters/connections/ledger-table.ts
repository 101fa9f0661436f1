import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { formDataPolicyName } from '@azure/core-rest-pipeline';
import { TableClient } from '@azure/data-tables';
import type { TableConnection } from '../../config/config';

const TABLE = 'RevocationLedger';

/** Faults are retried for a few seconds; during a longer outage the message is scheduled for later. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 };

/** Takes note of the `Date` of an answer, and of how long the call took, in ms. */
export type OnAnswer = (date: string | undefined, tookMs: number) => void;

/** The ledger's table; nothing is sent before its first use. */
export function ledgerTable(
  connection: TableConnection,
  credential: () => TokenCredential,
  onAnswer?: OnAnswer,
): TableClient {
  const table = storageTable(connection, TABLE, credential);
  // After the retries: what is measured is one attempt.
  if (onAnswer) table.pipeline.addPolicy(timed(onAnswer), { afterPhase: 'Retry' });
  return table;
}

function timed(onAnswer: OnAnswer): PipelinePolicy {
  return {
    name: 'timed',
    async sendRequest(request, next) {
      const sentAt = performance.now();
      const response = await next(request);
      onAnswer(response.headers.get('date'), performance.now() - sentAt);
      return response;
    },
  };
}

/** A table of the ledger's account; nothing is sent before its first use. */
export function storageTable(
  connection: TableConnection,
  name: string,
  credential: () => TokenCredential,
): TableClient {
  const table = tableClient(connection, name, credential);
  // It looks whether a body is a form, and the first look loads the client of `fetch`, which nothing else here uses.
  table.pipeline.removePolicy({ name: formDataPolicyName });
  return table;
}

function tableClient(
  connection: TableConnection,
  name: string,
  credential: () => TokenCredential,
): TableClient {
  return connection.kind === 'connectionString'
    ? TableClient.fromConnectionString(connection.connectionString, name, {
        retryOptions,
        // The connection string sets the protocol; with an identity it is always https.
        allowInsecureConnection: true,
      })
    : new TableClient(connection.tableServiceUri, name, credential(), { retryOptions });
}
