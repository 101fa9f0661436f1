import { compact } from '../core/compact';
import type { OutcomeId } from '../core/ids';
import { storedId } from '../core/ids';
import type { Watch } from '../core/watch';
import type { OutcomeEvent } from '../messages/outcome-event';
import { readTopicMessage } from '../messages/topic-message';
import type { WatchStore } from '../ports/watch-store';

/** What became of a message of the topic. */
export type WatchBegun =
  /** It reports no revocation. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'watched'; readonly outcomeId: string }
  | { readonly kind: 'unreadable' };

export type BeginWatch = (body: Uint8Array) => Promise<WatchBegun>;

/**
 * Begins to watch each revocation that an outcome reports, beside the path of its message.
 *
 * @throws Unavailable, from the function that is returned, when the store cannot be reached: the message is delivered again
 */
export function watchBeginner(watches: Pick<WatchStore, 'begin'>): BeginWatch {
  return async (body) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other' || message.event.type !== 'io.github.session-revoker.outcome.v1')
      return { kind: 'skipped' };
    const watch = watchOf(message.event);
    if (!watch) return { kind: 'skipped' };
    await watches.begin(watch);
    return { kind: 'watched', outcomeId: watch.outcomeId };
  };
}

/** Undefined: the outcome reports no revocation of a user whom the directory knows. */
function watchOf({ id, data }: OutcomeEvent): Watch | undefined {
  const { user, tenantId, revokedAt, effectiveNoLaterThan, status, alert } = data;
  if (user?.id === undefined || tenantId === undefined || revokedAt === undefined) return undefined;
  if (effectiveNoLaterThan === undefined) return undefined;
  return compact({
    outcomeId: storedId<OutcomeId>(id),
    requestId: data.requestId,
    tenantId,
    user: { ...user, id: user.id.toLowerCase() },
    receivedBy: data.receivedBy,
    alert,
    revokedAt,
    effectiveNoLaterThan,
    isRestored: status === 'restored' ? (true as const) : undefined,
  });
}
