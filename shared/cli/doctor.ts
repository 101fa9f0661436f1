import type { CheckReport } from '../ports/health-check';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Terminal } from './terminal';

const MARKS: Readonly<Record<CheckReport['status'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  failed: 'FAILED ',
};

/** Runs all health checks, or those of one connected tenant, and prints their results. */
export async function doctor(
  { json = false }: { readonly json?: boolean },
  {
    terminal,
    checkUp,
  }: { readonly terminal: Terminal; readonly checkUp: () => Promise<readonly CheckReport[]> },
): Promise<ExitCode> {
  return printReports(await checkUp(), json, terminal);
}

/** Prints the result of each check with its remedy, and returns whether one has failed. */
export function printReports(reports: readonly CheckReport[], json: boolean, terminal: Terminal): ExitCode {
  if (json) for (const report of reports) terminal.out(JSON.stringify(report));
  else for (const line of reports.map((report) => lineOf(report, reports))) terminal.out(line);
  const failed = reports.filter(({ status }) => status === 'failed').length;
  if (!json)
    terminal.out(
      failed === 0 ? 'All checks passed.' : `${String(failed)} of ${String(reports.length)} failed.`,
    );
  return failed === 0 ? exitCode.done : exitCode.notDone;
}

function lineOf({ name, status, detail, remedy }: CheckReport, reports: readonly CheckReport[]): string {
  const width = Math.max(...reports.map((one) => one.name.length));
  return `${MARKS[status]}  ${name.padEnd(width)}  ${detail}${remedy === undefined ? '' : ` -> ${remedy}`}`;
}
