import type { OutcomeSummary } from '../../shared/core/outcome';
import type { Clock } from '../../shared/ports/clock';
import type { KeptMessage, Quarantine } from '../../shared/ports/quarantine';
import type { OriginalMessage } from '../../shared/ports/request-queue';

/** The twin of the quarantine queue, and everything that was ever kept in it. */
export function inMemoryQuarantine(clock: Clock): Quarantine & {
  readonly kept: readonly { readonly original: OriginalMessage; readonly outcome: OutcomeSummary }[];
} {
  const kept: { original: OriginalMessage; outcome: OutcomeSummary }[] = [];
  const present = new Map<string, KeptMessage>();
  let lastNumber = 0;
  return {
    kept,
    keep: (original, outcome) => {
      const number = String(++lastNumber);
      const { status, requestId, id: outcomeId, detail: reason = status } = outcome;
      kept.push({ original, outcome });
      present.set(number, { number, keptAt: clock.now(), original, status, reason, requestId, outcomeId });
      return Promise.resolve();
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    list: async function* (after = '0') {
      for (const one of present.values()) if (Number(one.number) > Number(after)) yield one;
    },
    find: (number) => Promise.resolve(present.get(number)),
    take: async (numbers, handOver) => {
      const missing: string[] = [];
      for (const number of numbers) {
        const found = present.get(number);
        if (found) {
          await handOver(found);
          present.delete(number);
        } else missing.push(number);
      }
      return missing;
    },
  };
}
