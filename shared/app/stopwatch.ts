import type { Clock } from '../ports/clock';
import type { Step, StepDurations } from '../ports/telemetry';

/** Measures the steps of one user's processing, in ms. */
export interface Stopwatch {
  time<T>(step: Step, work: () => Promise<T>): Promise<T>;
  durationsMs(): StepDurations;
}

export function startStopwatch(clock: Clock): Stopwatch {
  const startedAt = clock.monotonicMs();
  const measured = new Map<Step, number>();
  return {
    async time(step, work) {
      const stepStartedAt = clock.monotonicMs();
      try {
        return await work();
      } finally {
        measured.set(step, clock.monotonicMs() - stepStartedAt);
      }
    },
    durationsMs: () => ({ ...Object.fromEntries(measured), total: clock.monotonicMs() - startedAt }),
  };
}
