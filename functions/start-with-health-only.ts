import { app } from '@azure/functions';
import { configurationReports } from '../shared/health/configuration-reports';
import { health, healthDetails } from './health';

/**
 * Starts an app that cannot work: it has only its health functions, which report the problems. An app that ended instead
 * would be started again and again without a word, and one without any function would look healthy.
 */
export function startWithHealthOnly(problems: readonly string[]): void {
  for (const line of startFailure(problems)) console.error(line);
  const check = () => Promise.resolve(configurationReports(problems));
  app.http('health', health(check));
  app.http('healthDetails', healthDetails(check));
}

/** The host takes a line of stderr for an error only if the line says so: each of these does. */
export function startFailure(problems: readonly string[]): readonly string[] {
  return [
    'Error: session-revoker failed to start: its configuration has problems. It processes no message.',
    ...problems.map((problem) => `Error in the configuration of session-revoker: ${problem}`),
  ];
}

/** The problem of an app whose connections could not be made. The name alone: a message may quote a key. */
export function problemsOfStart(failure: unknown): readonly string[] {
  const error = failure instanceof Error ? failure.name : 'unknown error';
  return [
    `ServiceBusConnection, LEDGER_STORAGE: a connection string cannot be used (${error}). Copy it again from the portal.`,
  ];
}
