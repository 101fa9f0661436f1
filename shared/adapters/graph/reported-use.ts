import type { Clock } from '../../ports/clock';
import type { QuotaUse } from '../../ports/quota-use';
import type { Pace } from './pace';

/** A pace that remembers the use of its bucket as the last answer reported it; Graph reports none below 80 %. */
export function withReportedUse(
  pace: Pace,
  clock: Pick<Clock, 'now'>,
): { readonly pace: Pace; readonly quotaUse: () => QuotaUse | undefined } {
  let last: QuotaUse | undefined;
  return {
    pace: {
      ...pace,
      heard: (signs) => {
        const { used } = signs;
        last = used === undefined ? undefined : { usedPercent: Math.round(used * 100), readAt: clock.now() };
        pace.heard(signs);
      },
    },
    quotaUse: () => last,
  };
}
