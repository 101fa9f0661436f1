import type { InvocationContext, TimerHandler } from '@azure/functions';
import { entryProblemText } from '../shared/health/protected-check';
import type { EntryReport } from '../shared/app/resolve-protected';

/** Every five minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const RESOLVE_SCHEDULE = '0 */5 * * * *';

/** Resolves the accounts that policy protects, and logs an error for each entry that does not lead to one. */
export function resolveProtected(resolve: () => Promise<readonly EntryReport[]>): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    for (const report of await resolve()) {
      if (report.kind === 'problem') context.error(lineOf(report));
      else context.warn(lineOf(report));
    }
  };
}

/**
 * Resolves them when the process starts, so that it need not wait for the timer. A failure changes nothing: the timer
 * resolves them, and what other processes have recorded counts.
 */
export async function resolveAtStart(
  resolve: () => Promise<readonly EntryReport[]>,
  logError: (line: string) => void,
): Promise<void> {
  try {
    // The host takes a line for an error by its words.
    for (const report of await resolve()) logError(`Error: ${lineOf(report)}`);
  } catch (error) {
    logError(`Error: the protected accounts were not resolved at start: ${String(error)}`);
  }
}

/** Names the entry by its place: names of users do not belong into a log. */
export function lineOf(report: EntryReport): string {
  switch (report.kind) {
    case 'problem':
      return `${report.path} of REVOCATION_POLICY: ${entryProblemText(report.problem)}`;
    case 'unresolved':
      return `${report.path} of REVOCATION_POLICY: Microsoft Graph did not answer; what was known before counts.`;
  }
}
