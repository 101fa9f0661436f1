import { startIngestion } from '../../local/ingestion';
import type { Certificate } from '../../local/tenant/certificate';
import { tableServer } from './table-server';

/** What a process of stand-ins serves, so that their work is not that of the process that measures. */
export interface StandIns {
  /** Of tables in memory, which answer at once: the value of `LEDGER_STORAGE`. */
  readonly tables: string;
  /** The value of `APPLICATIONINSIGHTS_CONNECTION_STRING`. */
  readonly telemetry: string;
}

async function serve(certificate: Certificate): Promise<StandIns> {
  const [tables, telemetry] = await Promise.all([tableServer(0), startIngestion(certificate)]);
  return { tables: tables.connectionString, telemetry: telemetry.connectionString };
}

process.once('message', (certificate) => {
  void serve(certificate as Certificate).then((served) => process.send?.(served));
});
process.once('disconnect', () => process.exit(0));
