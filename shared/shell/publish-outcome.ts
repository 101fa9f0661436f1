import type { Outcome } from '../core/outcome';
import { resultMessage } from '../messages/result-message';
import type { Dependencies } from './dependencies';
import type { Stopwatch } from './stopwatch';

/** Tells an outcome on the topic and, once the broker has it, to the operators. */
export async function publishOutcome(
  { results, telemetry, locale }: Pick<Dependencies, 'results' | 'telemetry' | 'locale'>,
  outcome: Outcome,
  stopwatch: Stopwatch,
  traceparent: string | undefined,
): Promise<void> {
  await stopwatch.time('publish', () => results.publish(resultMessage(outcome, locale)));
  telemetry.record({
    kind: 'outcome',
    outcome,
    durationsMs: stopwatch.durationsMs(),
    ...(traceparent !== undefined && { traceparent }),
  });
}
