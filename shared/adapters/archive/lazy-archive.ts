import type { TokenCredential } from '@azure/core-auth';
import type { ArchiveConfig } from '../../config/config';
import type { Archive } from '../../ports/archive';
import type { Clock } from '../../ports/clock';

/** The archive in Azure Monitor Logs. Its SDK is loaded with the first outcome, in the process of the function `archive`. */
export function lazyArchive(
  config: ArchiveConfig,
  credential: () => TokenCredential,
  clock: Pick<Clock, 'now'>,
): Archive {
  let loaded: Promise<Archive> | undefined;
  const load = (): Promise<Archive> =>
    (loaded ??= import('./logs-ingestion-archive.js').then(({ logsIngestionArchive }) =>
      logsIngestionArchive(config, credential(), clock),
    ));
  return { add: async (row) => (await load()).add(row) };
}
