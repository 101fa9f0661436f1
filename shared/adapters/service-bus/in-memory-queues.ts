import type { Outcome } from '../../core/outcome';
import type { ResultMessage } from '../../messages/result-message';
import type { OriginalMessage, RejectedMessages, Results } from '../../ports';

/** The twin of the results topic: what was published, in order, repetitions included. */
export function inMemoryResults(): Results & { readonly published: readonly ResultMessage[] } {
  const published: ResultMessage[] = [];
  return {
    published,
    publish: (message) => {
      published.push(message);
      return Promise.resolve();
    },
  };
}

/** The twin of the quarantine queue. */
export function inMemoryRejectedMessages(): RejectedMessages & {
  readonly kept: readonly { readonly original: OriginalMessage; readonly because: Outcome }[];
} {
  const kept: { original: OriginalMessage; because: Outcome }[] = [];
  return {
    kept,
    keep: (original, because) => {
      kept.push({ original, because });
      return Promise.resolve();
    },
  };
}
