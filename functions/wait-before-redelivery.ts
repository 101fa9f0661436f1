import type { InvocationContext } from '@azure/functions';
import { MAX_WAIT_MS, backoffMs } from '../shared/core/retry-later';
import type { Clock } from '../shared/ports/clock';
import { deliveryCountOf } from './incoming-message';

/** Waits before a message is returned to the broker, which would deliver it again at once. */
export type WaitBeforeRedelivery = (
  context: InvocationContext,
  /** How long, in ms, a backend asked to wait. */
  retryAfterMs?: number,
) => Promise<void>;

/** Waits longer after each delivery, and at most for five minutes: the host renews the message's lock for ten. */
export function waitBeforeRedelivery(
  clock: Pick<Clock, 'sleep'>,
  random: () => number,
): WaitBeforeRedelivery {
  return (context, retryAfterMs = 0) => {
    const earlier = Math.max(0, (deliveryCountOf(context) ?? 1) - 1);
    return clock.sleep(Math.max(backoffMs(earlier, random()), Math.min(retryAfterMs, MAX_WAIT_MS)));
  };
}
