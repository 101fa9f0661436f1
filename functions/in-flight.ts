/** Keeps count of the work that is being done, so that the app can end without breaking it off. */
export interface InFlight {
  /** The same work, counted while it runs. */
  counted<Args extends unknown[], Result>(
    work: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result>;
  /** Resolves when nothing is running any more, or after so many ms. */
  drained(mostMs: number): Promise<void>;
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
    async drained(mostMs) {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, mostMs);
      });
      await Promise.race([Promise.allSettled(running), tooLong]);
      clearTimeout(timer);
    },
  };
}
