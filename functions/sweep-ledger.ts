import type { InvocationContext, TimerHandler } from '@azure/functions';
import type { AskedResult } from '../shared/app/ask-incidents';
import type { KeptSeal } from '../shared/app/keep-seal';

/** Every ten minutes (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWEEP_SCHEDULE = '0 */10 * * * *';

/** What a sweep does; each part returns how many entries it was about. */
export interface Sweep {
  /** Removes the expired entries of the ledger. */
  readonly removeExpired: () => Promise<number>;
  /** Has the recorded decisions finished whose messages were lost. */
  readonly resumeDecisions: () => Promise<number>;
  /** Undoes the containments whose incident is a confirmed false positive. */
  readonly restoreFalsePositives: () => Promise<readonly AskedResult[]>;
  /** Closes days of the seal and signs their heads; absent: outcomes are not sealed. */
  readonly keepSeal?: () => Promise<KeptSeal>;
}

/** Sweeps the ledger, has false positives restored, and keeps the seal. No part keeps another from being done. */
export function sweepLedger(sweep: Sweep): TimerHandler {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const [resumed, removed, restored, kept] = await Promise.allSettled([
      sweep.resumeDecisions(),
      sweep.removeExpired(),
      sweep.restoreFalsePositives(),
      sweep.keepSeal?.(),
    ]);
    if (resumed.status === 'fulfilled' && resumed.value > 0) {
      context.warn(`resumed ${String(resumed.value)} decisions whose messages were lost`);
    }
    if (removed.status === 'fulfilled' && removed.value > 0) {
      context.info(`removed ${String(removed.value)} expired ledger entries`);
    }
    if (restored.status === 'fulfilled') logRestored(restored.value, context);
    if (kept.status === 'fulfilled') logKept(kept.value, context);
    const failed = [resumed, removed, restored, kept].find((part) => part.status === 'rejected');
    if (failed) throw failed.reason;
  };
}

/** Names each containment that a false positive undoes or leaves; the ids of requests are text of senders, and are quoted. */
function logRestored(results: readonly AskedResult[], context: InvocationContext): void {
  for (const result of results) {
    switch (result.kind) {
      case 'approved':
        context.warn(`the containment of ${JSON.stringify(result.requestId)} is undone: a false positive`);
        break;
      case 'left':
        context.info(
          `the containment of ${JSON.stringify(result.requestId)} is a false positive and is left: ${result.why}`,
        );
        break;
      case 'failed':
        context.error('a false positive could not be restored:', result.failure);
    }
  }
}

function logKept(kept: KeptSeal | undefined, context: InvocationContext): void {
  for (const segment of kept?.opened ?? []) context.info(`opened the segment ${segment} of the seal`);
  for (const segment of kept?.signed ?? []) context.info(`signed the head of ${segment}`);
}
