import type { CheckReport } from '../ports/health-check';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { View } from './output/view';
import { reportView } from './report-view';
import type { ServiceEnvironment } from './service-environment';

/** Prints who calls and what the app reports of itself; with queue and ledger, the health checks from this machine. */
export async function doctor(
  output: Output,
  { service }: Pick<ServiceEnvironment, 'service'>,
): Promise<ExitCode> {
  return connected(service, async (app) => printReports(await app.doctor(), output));
}

/** Prints the result of each check with its remedy, and returns whether one has failed. */
export async function printReports(
  reports: readonly CheckReport[],
  output: Output,
  view: View<CheckReport> = reportView,
): Promise<ExitCode> {
  await print(reports, view, output);
  const failed = reports.filter(({ status }) => status === 'failed').length;
  const summary =
    failed === 0 ? 'All checks passed.' : `${String(failed)} of ${String(reports.length)} failed.`;
  if (isForPeople(output) && reports.length > 0) output.terminal.out(summary);
  return failed === 0 ? exitCode.done : exitCode.notDone;
}
