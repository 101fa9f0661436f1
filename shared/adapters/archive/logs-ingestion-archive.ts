import type { TokenCredential } from '@azure/core-auth';
import { isRestError } from '@azure/core-rest-pipeline';
import { LogsIngestionClient, isAggregateLogsUploadError } from '@azure/monitor-ingestion';
import type { ArchiveConfig } from '../../config/config';
import { compact } from '../../core/compact';
import { ARCHIVE_STREAM } from '../../messages/archive-columns';
import type { Archive } from '../../ports/archive';
import type { Clock } from '../../ports/clock';
import type { Posted } from '../../ports/poster';
import { parseRetryAfter } from '../http/retry-after';

const TIMEOUT_MS = 20_000;

/** Adds rows by the Logs Ingestion API of Azure Monitor. The tries are those of the message that is archived. */
export function logsIngestionArchive(
  { endpoint, ruleId, audience }: ArchiveConfig,
  credential: TokenCredential,
  clock: Pick<Clock, 'now'>,
): Archive {
  const client = new LogsIngestionClient(endpoint, credential, { audience, retryOptions: { maxRetries: 0 } });
  return {
    add: async (row): Promise<Posted> => {
      try {
        await client.upload(ruleId, ARCHIVE_STREAM, [{ ...row }], {
          abortSignal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return { kind: 'accepted' };
      } catch (error) {
        return failureOf(error, clock.now());
      }
    },
  };
}

function failureOf(error: unknown, now: Date): Posted {
  const cause: unknown = isAggregateLogsUploadError(error) ? error.errors[0]?.cause : error;
  if (!isRestError(cause)) return { kind: 'failed', reason: cause instanceof Error ? cause.name : 'Error' };
  const { statusCode, code, name, response } = cause;
  return compact({
    kind: 'failed' as const,
    reason: statusCode === undefined ? (code ?? name) : `HTTP ${String(statusCode)}`,
    retryAfterMs: parseRetryAfter(response?.headers.get('retry-after'), now),
  });
}
