import type { Clock } from '../../shared/ports/clock';

type Passing = Pick<Clock, 'now' | 'monotonicMs' | 'sleep'>;

/** A clock on which time passes only when a test says so; those that sleep wake up at their time, one after the other. */
export function steppedClock(): Passing & {
  /** Lets so many ms pass, and what they wake do what it can. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until the next one wakes. */
  passToNext(): Promise<void>;
} {
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  const sleepers = new Map<() => void, number>();
  const passTo = async (until: number): Promise<void> => {
    await new Promise(setImmediate);
    for (let next = nextOf(sleepers); next && next.at <= until; next = nextOf(sleepers)) {
      now = next.at;
      sleepers.delete(next.wake);
      next.wake();
      await new Promise(setImmediate);
    }
    now = Math.max(now, until);
  };
  return {
    now: () => new Date(now),
    monotonicMs: () => now,
    sleep: (ms) => new Promise((resolve) => void sleepers.set(() => resolve(), now + ms)),
    pass: (ms) => passTo(now + ms),
    passToNext: () => passTo(nextOf(sleepers)?.at ?? now),
  };
}

function nextOf(sleepers: ReadonlyMap<() => void, number>) {
  let next: { readonly wake: () => void; readonly at: number } | undefined;
  for (const [wake, at] of sleepers) if (!next || at < next.at) next = { wake, at };
  return next;
}
