import { compact } from '../core/compact';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { ageOf, originalOf } from './incoming-message';

/** A request that waits longer than this, in ms, is reported to operators. */
const MAX_UNREPORTED_WAIT_MS = 120_000;

/** Schedules a copy of a message for its next try, and reports a long wait. */
export async function scheduleRetry(
  { requestQueue, telemetry, clock }: Dependencies,
  message: IncomingMessage,
  { at, reason }: Retry,
): Promise<void> {
  const { history } = message;
  const attempts = history.attempts + 1;
  const { since } = ageOf(message, clock.now());
  // Else a message whose broker does not say when it was enqueued would be new at each try, and be tried for ever.
  const firstTriedAt = history.origin.enqueuedAt === undefined ? since.toISOString() : undefined;
  const original = originalOf({ ...message, history: compact({ ...history, attempts, firstTriedAt }) });
  await requestQueue.schedule(original, at);
  const waitingMs = at.getTime() - since.getTime();
  // The end of a wait for approval waits for a person, who was asked by an outcome.
  if (reason === 'notDueYet' || waitingMs <= MAX_UNREPORTED_WAIT_MS) return;
  telemetry.record(
    compact({
      kind: 'waiting' as const,
      messageKey: original.key,
      reason,
      attempts,
      until: at,
      waitingMs,
      traceparent: message.traceparent,
    }),
  );
}
