import type { Clock } from '../../shared/ports';

/** A clock that stands still, and moves only when somebody sleeps or it is told to. */
export function fixedClock(start = '2026-11-23T10:00:00.000Z'): Clock & {
  readonly slept: readonly number[];
  advance(ms: number): void;
} {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    monotonicMs: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
