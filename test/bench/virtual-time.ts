import type { Clock } from '../../shared/ports/clock';

/** Time that passes only when nothing is left to do at its present moment. */
export interface VirtualTime {
  readonly clock: Clock;
  /** Lets time pass until this holds. */
  pass(isOver: () => boolean): Promise<void>;
}

const START = Date.parse('2026-11-26T10:00:00Z');

/**
 * Starts virtual time, in whole milliseconds, for the rest of this process: the time-out of a call is a timer of the runtime.
 *
 * @param turns of the event loop in which all that is left to do at one moment is done
 */
export function startVirtualTime(turns = 1): VirtualTime {
  let now = 0;
  const due = new Map<number, Set<() => void>>();
  const at = (ms: number, work: () => void): (() => void) => {
    const time = now + Math.max(1, Math.ceil(ms));
    const works = due.get(time) ?? new Set();
    due.set(time, works.add(work));
    return () => works.delete(work);
  };
  const cancels = new Map<unknown, () => void>();
  globalThis.setTimeout = ((work: () => void, ms = 0): unknown => {
    const timer = { unref: () => timer };
    cancels.set(
      timer,
      at(ms, () => {
        cancels.delete(timer);
        work();
      }),
    );
    return timer;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = (timer: unknown): void => {
    cancels.get(timer)?.();
    cancels.delete(timer);
  };
  const clock: Clock = {
    now: () => new Date(START + now),
    monotonicMs: () => now,
    sleep: (ms) => new Promise((resolve) => void at(ms, resolve)),
    every: (ms, work) => {
      let cancel = (): void => undefined;
      const again = (): void => {
        cancel = at(ms, () => {
          work();
          again();
        });
      };
      again();
      return () => cancel();
    },
  };
  return {
    clock,
    pass: async (isOver) => {
      while (!isOver()) {
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
        now++;
        for (const work of due.get(now) ?? []) work();
        due.delete(now);
      }
    },
  };
}
