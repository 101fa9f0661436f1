import type { Dependencies } from './dependencies';
import type { Waiting } from './ending';
import type { IncomingMessage } from './incoming-message';
import { arrivalOf, originalOf } from './incoming-message';

/** A request that waits longer than this, in ms, is told to operators. */
const QUIET_WAIT_MS = 120_000;

/**
 * Has a message delivered again when waiting is over, by way of a scheduled copy: giving it back to the broker
 * would have it delivered at once, and count as a failed delivery each time.
 */
export async function postpone(
  { postponedMessages, telemetry, clock }: Dependencies,
  message: IncomingMessage,
  { until, because }: Waiting,
): Promise<void> {
  const attempts = message.lineage.attempts + 1;
  const original = originalOf({ ...message, lineage: { ...message.lineage, attempts } });
  await postponedMessages.postpone(original, until);
  const { since } = arrivalOf(message, clock.now());
  const waitingMs = until.getTime() - since.getTime();
  if (waitingMs <= QUIET_WAIT_MS) return;
  const { traceparent } = message;
  telemetry.record({
    kind: 'waiting',
    messageKey: original.key,
    because,
    attempts,
    until,
    waitingMs,
    ...(traceparent !== undefined && { traceparent }),
  });
}
