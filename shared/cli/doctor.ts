import type { CheckReport } from '../ports/health-check';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { View } from './output/view';
import { printable } from './printable';
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
  if (isForPeople(output) && reports.length > 0) output.terminal.out(summaryOf(reports));
  return namesOf(reports, 'failed').length === 0 ? exitCode.done : exitCode.notDone;
}

/** The last line is what a person reads first: it names what is not in order. */
function summaryOf(reports: readonly CheckReport[]): string {
  const failed = namesOf(reports, 'failed');
  const warnings = namesOf(reports, 'warning');
  const ofWarnings = warnings.length === 0 ? '' : ` Warnings: ${listed(warnings)}.`;
  if (failed.length > 0)
    return `${String(failed.length)} of ${String(reports.length)} failed: ${listed(failed)}.${ofWarnings}`;
  return warnings.length === 0 ? 'All checks passed.' : `No check failed.${ofWarnings}`;
}

const MAX_NAMED = 5;

function listed(names: readonly string[]): string {
  const named = names.slice(0, MAX_NAMED).join(', ');
  return names.length > MAX_NAMED ? `${named} and ${String(names.length - MAX_NAMED)} more` : named;
}

function namesOf(reports: readonly CheckReport[], wanted: CheckReport['status']): readonly string[] {
  return reports.filter(({ status }) => status === wanted).map(({ name }) => printable(name));
}
