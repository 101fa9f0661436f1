import type { Clock } from '../../shared/ports/clock';

/** A clock that moves only when somebody sleeps or a test advances it. */
export function fixedClock(start = '2026-11-23T10:00:00.000Z'): Clock & {
  readonly slept: readonly number[];
  advance(ms: number): void;
} {
  let now = Date.parse(start);
  const slept: number[] = [];
  const recurring = new Set<{ readonly ms: number; readonly work: () => void; dueAt: number }>();
  const advance = (ms: number): void => {
    now += ms;
    for (const one of recurring) {
      for (; one.dueAt <= now; one.dueAt += one.ms) one.work();
    }
  };
  return {
    slept,
    now: () => new Date(now),
    monotonicMs: () => now,
    sleep: (ms) => {
      slept.push(ms);
      advance(ms);
      return Promise.resolve();
    },
    every: (ms, work) => {
      const one = { ms, work, dueAt: now + ms };
      recurring.add(one);
      return () => recurring.delete(one);
    },
    advance,
  };
}
