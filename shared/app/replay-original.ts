import { compact } from '../core/compact';
import { messageKey } from '../core/ids';
import type { KeptMessage } from '../ports/quarantine';
import type { RequestQueue } from '../ports/request-queue';

/**
 * Sends an original to the request queue again, as a request of its own. What its sender could prove is proven by the ledger, not by
 * this copy. Repeating it starts nothing twice.
 *
 * @param requestQueue the queue to which everybody sends: what it carries is not believed
 * @throws Unavailable when the broker has not accepted it
 * @throws TooLarge when the broker will never accept it
 */
export async function replayOriginal(
  requestQueue: Pick<RequestQueue, 'schedule'>,
  { number, keptAt, original }: KeptMessage,
  { refresh, now }: { readonly refresh: boolean; readonly now: Date },
): Promise<void> {
  const { origin, receivedBy } = original.history;
  const history = compact({
    origin,
    // Without it, what a sender may not do would count as done by the operator.
    receivedBy,
    attempts: 0,
    // Equal when an interrupted replay is repeated, and only then.
    replay: `${number}@${keptAt.toISOString()}`,
    refreshedAt: refresh ? now.toISOString() : undefined,
  });
  await requestQueue.schedule({ ...original, history, key: messageKey(original.body, history) }, now);
}
