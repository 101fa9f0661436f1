import type { ResultMessage } from '../../shared/messages/result-message';
import type { ResultsTopic } from '../../shared/ports/results-topic';

/** The twin of the results topic: what was published, in order, repetitions included. */
export function inMemoryResultsTopic(): ResultsTopic & { readonly published: readonly ResultMessage[] } {
  const published: ResultMessage[] = [];
  return {
    published,
    publish: (message) => {
      published.push(message);
      return Promise.resolve();
    },
  };
}
