import type { DeadLetterAnswer, DeadLetters } from '../ports/dead-letters';
import type { Processed } from './answer';
import type { Dependencies } from './dependencies';
import { processDeadLetter } from './process-dead-letter';
import { reportFailure } from './report-failure';

/** What one run does at most: what is left waits for the next one, a minute later. */
const LIMITS = { messages: 500, ms: 40_000 };

/** What became of the dead letters that were received in one run. */
export interface DeadLetterRun {
  /** Of each that was answered, or that waits for a backend or a lease. */
  readonly processed: readonly Processed[];
  /** Names of the errors of those that could not be answered. */
  readonly failures: readonly string[];
}

/**
 * Answers what waits in the dead-letter queues. A dead letter that cannot be answered waits for the next run and delays no
 * other one.
 *
 * @throws Unavailable when a dead-letter queue could not be received from
 */
export async function answerDeadLetters(
  dependencies: Dependencies,
  deadLetters: DeadLetters,
): Promise<DeadLetterRun> {
  const processed: Processed[] = [];
  const failures: string[] = [];
  await deadLetters.receive(LIMITS, async (letter): Promise<DeadLetterAnswer> => {
    try {
      const result = await processDeadLetter(dependencies, letter);
      processed.push(result);
      return result.retry ? 'later' : 'answered';
    } catch (failure) {
      failures.push(reportFailure(dependencies, letter, failure));
      return 'failed';
    }
  });
  return { processed, failures };
}
