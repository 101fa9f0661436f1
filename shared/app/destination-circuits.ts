import { MAX_WAIT_MS, backoffMs } from '../core/retry-later';
import type { Clock } from '../ports/clock';
import type { Posted } from '../ports/poster';

/** After so many failures in a row a destination is not called for a while. */
const TOLERATED = 3;
/** For how long, in ms, others wait for the one call that tries a destination again. */
const TRIAL_MS = 15_000;

/** Which destinations may be called: one that fails again and again costs nothing but one call from time to time. */
export interface DestinationCircuits {
  /** For how long, in ms, a destination is not to be called; 0: it may be called now, and the answer is to be noted. */
  waitMs(name: string): number;
  note(name: string, posted: Posted): void;
}

interface Circuit {
  /** Failures since it has last accepted something. */
  readonly failures: number;
  readonly closedUntil: number;
}

/** Circuits in the memory of the process. */
export function destinationCircuits(clock: Pick<Clock, 'now'>): DestinationCircuits {
  const circuits = new Map<string, Circuit>();
  return {
    waitMs: (name) => {
      const { failures, closedUntil } = circuits.get(name) ?? { failures: 0, closedUntil: 0 };
      const now = clock.now().getTime();
      if (closedUntil > now) return closedUntil - now;
      if (failures >= TOLERATED) circuits.set(name, { failures, closedUntil: now + TRIAL_MS });
      return 0;
    },
    note: (name, posted) => {
      if (posted.kind === 'accepted') return void circuits.delete(name);
      const failures = (circuits.get(name)?.failures ?? 0) + 1;
      const pauseMs = failures < TOLERATED ? 0 : backoffMs(failures - TOLERATED, 1);
      const asked = Math.min(posted.retryAfterMs ?? 0, MAX_WAIT_MS);
      circuits.set(name, { failures, closedUntil: clock.now().getTime() + Math.max(pauseMs, asked) });
    },
  };
}
