import type { CheckReport } from '../ports/health-check';

/** The problems of a configuration with which the app cannot start, as failed health checks. */
export function configurationReports(problems: readonly string[]): readonly CheckReport[] {
  return problems.map((detail) => ({ name: 'configuration', status: 'failed', detail }));
}
