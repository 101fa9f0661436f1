import type { CheckReport, HealthCheck } from '../ports/health-check';
import type { Clock } from '../ports/clock';

/** A look that takes longer than this, in ms, has failed: whoever asks is waiting. */
const MAX_MS = 15_000;

/** Looks at everything at once, and tells how it is in the order of the checks. Never rejects. */
export function checkHealth(checks: readonly HealthCheck[]): Promise<readonly CheckReport[]> {
  return Promise.all(checks.map(reportOf));
}

async function reportOf({ name, run }: HealthCheck): Promise<CheckReport> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<CheckReport>((resolve) => {
    const detail = `There was no answer within ${String(MAX_MS / 1000)} s.`;
    timer = setTimeout(() => resolve({ name, status: 'failed', detail }), MAX_MS);
  });
  try {
    return await Promise.race([run().then((result) => ({ name, ...result })), tooLong]);
  } catch (failure) {
    // The name alone: messages of errors may tell of hosts and keys.
    const error = failure instanceof Error ? failure.name : 'unknown error';
    return { name, status: 'failed', detail: `It could not be looked at (${error}).` };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same, but not more often than once in so many ms, however often it is asked: who may ask for the app's health must
 * not be able to wear it down.
 */
export function rememberedHealth(
  checks: readonly HealthCheck[],
  clock: Clock,
  keptMs: number,
): () => Promise<readonly CheckReport[]> {
  let last: { readonly at: number; readonly reports: Promise<readonly CheckReport[]> } | undefined;
  return () => {
    const at = clock.monotonicMs();
    if (!last || at - last.at >= keptMs) last = { at, reports: checkHealth(checks) };
    return last.reports;
  };
}
