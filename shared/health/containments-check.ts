import { hasChanged } from '../core/containment';
import type { ContainmentStore } from '../ports/containment-store';
import type { Clock } from '../ports/clock';
import type { HealthCheck } from '../ports/health-check';
import { Unavailable } from '../ports/unavailable';

/** One that is open for longer than so many days has probably been forgotten. */
const MAX_DAYS_OPEN = 7;
const DAY_MS = 86_400_000;

/** Checks that no containment is open for longer than a week: what it has disabled comes back only when a person undoes it. */
export function containmentsCheck(
  { open }: Pick<ContainmentStore, 'open'>,
  clock: Pick<Clock, 'now'>,
): HealthCheck {
  return {
    name: 'containments',
    async run() {
      const since = clock.now().getTime() - MAX_DAYS_OPEN * DAY_MS;
      let all = 0;
      let old = 0;
      try {
        for await (const { containment } of open()) {
          if (!hasChanged(containment)) continue;
          all++;
          if (Date.parse(containment.startedAt) < since) old++;
        }
      } catch (failure) {
        if (!(failure instanceof Unavailable)) throw failure;
        return { status: 'warning', detail: 'The records of containments cannot be read now.' };
      }
      if (old === 0) return { status: 'ok', detail: `${String(all)} containments can be undone.` };
      return {
        status: 'warning',
        detail: `${String(old)} of ${String(all)} containments are open for more than ${String(MAX_DAYS_OPEN)} days.`,
        remedy: 'List them by session-revoker contained, and restore or give up each.',
      };
    },
  };
}
