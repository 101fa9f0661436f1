import type { Eviction } from '../core/eviction';
import { evictionKey } from '../core/watch-ids';
import type { OnReturn, Watch } from '../core/watch';
import { evictionMessage } from '../messages/eviction-message';
import type { EvictionEvent } from '../messages/eviction-event';
import { readEviction } from '../messages/eviction-event';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import { publishEventOnce } from './publish-event';

/** A verdict that is on the topic: the one that was recorded first. */
export type EvictionPublished = Retry | { readonly kind: 'published'; readonly event: EvictionEvent };

/**
 * Publishes the verdict on a revocation, once for all processes. If another one was recorded before, that one counts.
 *
 * @param onReturn what follows if the user has returned
 * @returns when to try again, where another process is about to publish it
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function publishEviction(
  dependencies: Dependencies,
  watch: Watch,
  eviction: Eviction,
  onReturn: OnReturn,
): Promise<EvictionPublished> {
  const { ledger, locale, clock } = dependencies;
  const { outcomeId, tenantId } = watch;
  const { verdict } = eviction;
  const key = evictionKey(outcomeId);
  const retry = await publishEventOnce(dependencies, {
    store: ledger.evictions,
    key,
    message: () => evictionMessage({ watch, eviction, decidedAt: clock.now(), onReturn }, locale),
    event: () => ({ kind: 'eviction', tenantId, outcomeId, verdict }),
  });
  if (retry) return retry;
  const recorded = await ledger.evictions.read(key, clock.now());
  if (!recorded)
    throw new Error(`The verdict on the outcome ${outcomeId} was published, and is not recorded.`);
  return { kind: 'published', event: readEviction(recorded.message.body) };
}
