import type { Clock, KeptMessage, Quarantine, RejectedMessages } from '../../shared/ports/ports';

/** The twin of the quarantine queue, with both of its sides. */
export function inMemoryQuarantine(clock: Clock): RejectedMessages & Quarantine {
  const kept = new Map<string, KeptMessage>();
  let lastNumber = 0;
  return {
    keep: (original, because) => {
      const number = String(++lastNumber);
      const { status, requestId, id: outcomeId, detail: reason = status } = because;
      kept.set(number, { number, keptAt: clock.now(), original, status, reason, requestId, outcomeId });
      return Promise.resolve();
    },
    // eslint-disable-next-line typescript/require-await -- what is listed is there already
    list: async function* () {
      yield* kept.values();
    },
    take: async (numbers, handOver) => {
      const missing: string[] = [];
      for (const number of numbers) {
        const found = kept.get(number);
        if (found) {
          await handOver(found);
          kept.delete(number);
        } else missing.push(number);
      }
      return missing;
    },
  };
}
