import type { Verdict } from '../../shared/core/outcome';
import type { ResultMessage } from '../../shared/messages/result-message';
import type {
  Inbox,
  InboxMessage,
  OriginalMessage,
  PostponedMessages,
  RejectedMessages,
  Results,
} from '../../shared/ports/ports';

/** The twin of the results topic: what was published, in order, repetitions included. */
export function inMemoryResults(): Results & { readonly published: readonly ResultMessage[] } {
  const published: ResultMessage[] = [];
  return {
    published,
    publish: (message) => {
      published.push(message);
      return Promise.resolve();
    },
  };
}

/** The twin of the quarantine queue. */
export function inMemoryRejectedMessages(): RejectedMessages & {
  readonly kept: readonly { readonly original: OriginalMessage; readonly because: Verdict }[];
} {
  const kept: { original: OriginalMessage; because: Verdict }[] = [];
  return {
    kept,
    keep: (original, because) => {
      kept.push({ original, because });
      return Promise.resolve();
    },
  };
}

/** The twin of the request queue's scheduled messages. */
export function inMemoryPostponedMessages(): PostponedMessages & {
  readonly postponed: { readonly original: OriginalMessage; readonly until: Date }[];
} {
  const postponed: { original: OriginalMessage; until: Date }[] = [];
  const known = new Set<string>();
  return {
    postponed,
    postpone: (original, until) => {
      const name = `${original.key}.${String(original.lineage.attempts)}`;
      if (!known.has(name)) postponed.push({ original, until });
      known.add(name);
      return Promise.resolve();
    },
  };
}

/** The twin of the request queue, for what is put on it. */
export function inMemoryInbox(): Inbox & {
  readonly messages: readonly (InboxMessage & { readonly at?: Date })[];
} {
  const messages: (InboxMessage & { readonly at?: Date })[] = [];
  return {
    messages,
    put: (message, at) => {
      if (!messages.some(({ id }) => id === message.id)) messages.push({ ...message, ...(at && { at }) });
      return Promise.resolve();
    },
  };
}
