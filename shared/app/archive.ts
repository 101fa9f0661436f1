import { compact } from '../core/compact';
import { archiveRow } from '../messages/archive-row';
import { readTopicMessage } from '../messages/topic-message';
import type { Archive } from '../ports/archive';

/** What became of a message of the topic. */
export type Archived =
  /** It is not an event that is passed on. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'archived'; readonly eventId: string }
  /** The archive did not accept it: it must be delivered again. */
  | {
      readonly kind: 'failed';
      readonly eventId: string;
      readonly reason: string;
      /** How long, in ms, the archive asked to wait. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unreadable' };

/** Archives an event. */
export type ArchiveOutcome = (body: Uint8Array) => Promise<Archived>;

/** Adds each event that is passed on to the archive, at least once. */
export function archiver(archive: Archive): ArchiveOutcome {
  return async (body) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    const added = await archive.add(archiveRow(event));
    if (added.kind === 'accepted') return { kind: 'archived', eventId: event.id };
    const { reason, retryAfterMs } = added;
    return compact({ kind: 'failed' as const, eventId: event.id, reason, retryAfterMs });
  };
}
