import type { CheckReport, HealthCheck } from '../ports/health-check';
import type { Clock } from '../ports/clock';

/** A check that takes longer than this has failed: its caller is waiting. */
const TIMEOUT_MS = 15_000;

/** Runs all checks at once, and returns their reports in the order of the checks. Never rejects. */
export function checkHealth(checks: readonly HealthCheck[]): Promise<readonly CheckReport[]> {
  return Promise.all(checks.map(reportOf));
}

async function reportOf({ name, run }: HealthCheck): Promise<CheckReport> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<CheckReport>((resolve) => {
    const detail = `There was no answer within ${String(TIMEOUT_MS / 1000)} s.`;
    timer = setTimeout(() => resolve({ name, status: 'failed', detail }), TIMEOUT_MS);
  });
  try {
    return await Promise.race([run().then((result) => ({ name, ...result })), tooLong]);
  } catch (failure) {
    // Only the name: messages of errors may contain host names and keys.
    const error = failure instanceof Error ? failure.name : 'unknown error';
    return { name, status: 'failed', detail: `The check failed (${error}).` };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same, but at most once per `cacheMs`. Anybody may ask for the app's health, and frequent questions must not
 * overload its backends.
 */
export function rememberedHealth(
  checks: readonly HealthCheck[],
  clock: Clock,
  cacheMs: number,
): () => Promise<readonly CheckReport[]> {
  let last: { readonly at: number; readonly reports: Promise<readonly CheckReport[]> } | undefined;
  return () => {
    const at = clock.monotonicMs();
    if (!last || at - last.at >= cacheMs) last = { at, reports: checkHealth(checks) };
    return last.reports;
  };
}
