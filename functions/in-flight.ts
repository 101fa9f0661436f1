/** Counts the work in progress, so that the app can end without interrupting it. */
export interface InFlight {
  /** The same function, whose calls are counted while they run. */
  counted<Args extends unknown[], Result>(
    work: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result>;
  /** Resolves when no work is in progress, or after the timeout. */
  drained(timeoutMs: number): Promise<void>;
}

export function inFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    counted:
      (work) =>
      async (...args) => {
        const result = work(...args);
        running.add(result);
        try {
          return await result;
        } finally {
          running.delete(result);
        }
      },
    async drained(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
      });
      await Promise.race([Promise.allSettled(running), tooLong]);
      clearTimeout(timer);
    },
  };
}
