import { compact } from '../core/compact';
import { archiveRow } from '../messages/archive-row';
import { readTopicMessage } from '../messages/topic-message';
import type { Archive } from '../ports/archive';
import type { PassOn } from './pass-on';

/** Adds each event that is passed on to the archive, at least once. */
export function archiver(archive: Archive): PassOn {
  return async (body) => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    const added = await archive.add(archiveRow(event));
    if (added.kind === 'accepted') return { kind: 'passedOn', eventId: event.id };
    const { reason, retryAfterMs } = added;
    return compact({ kind: 'failed' as const, eventId: event.id, reason, retryAfterMs });
  };
}
