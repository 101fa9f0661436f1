/**
 * What the answers of table storage say of its time: their `Date` (RFC 9110, section 6.6.1), in whole seconds. No clock of this
 * machine is asked: a time that was heard is over, and an answer to a call that was sent after something is not older than that.
 */
export interface StoreTime {
  /** Takes note that a call is sent. What it returns takes note that it has ended, with the `Date` of its answer if there is one. */
  sent(): (date: string | undefined) => void;
  /** The latest time of any answer, in ms; undefined while none has said one. */
  latest(): number | undefined;
  /** A mark for now. */
  mark(): number;
  /** The latest time of any answer, in ms, once a call that was sent after the mark is answered; undefined before. */
  since(mark: number): number | undefined;
  /** Resolves when a call has ended that was sent after the mark, or at once if none is under way. */
  ended(mark: number): Promise<void>;
}

export function storeTime(): StoreTime {
  const underWay = new Map<number, PromiseWithResolvers<void>>();
  let calls = 0;
  let lastAnswered = 0;
  let latestMs: number | undefined;
  return {
    sent() {
      const call = ++calls;
      const ending = Promise.withResolvers<void>();
      underWay.set(call, ending);
      return (date) => {
        const heardMs = Date.parse(date ?? '');
        if (!Number.isNaN(heardMs)) {
          latestMs = Math.max(latestMs ?? heardMs, heardMs);
          lastAnswered = Math.max(lastAnswered, call);
        }
        underWay.delete(call);
        ending.resolve();
      };
    },
    latest: () => latestMs,
    mark: () => calls,
    since: (mark) => (lastAnswered > mark ? latestMs : undefined),
    async ended(mark) {
      const later = [...underWay].filter(([call]) => call > mark);
      if (later.length > 0) await Promise.race(later.map(([, { promise }]) => promise));
    },
  };
}
