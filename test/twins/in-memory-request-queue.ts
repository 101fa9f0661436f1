import type { NewMessage, OriginalMessage, RequestQueue } from '../../shared/ports/request-queue';

/** The twin of the request queue: what was sent and scheduled, in order, without repetitions. */
export function inMemoryRequestQueue(): RequestQueue & {
  readonly sent: readonly (NewMessage & { readonly at?: Date })[];
  readonly scheduled: { readonly original: OriginalMessage; readonly at: Date }[];
} {
  const sent: (NewMessage & { readonly at?: Date })[] = [];
  const scheduled: { original: OriginalMessage; at: Date }[] = [];
  const known = new Set<string>();
  return {
    sent,
    scheduled,
    send: (message, at) => {
      if (!sent.some(({ id }) => id === message.id)) sent.push({ ...message, ...(at && { at }) });
      return Promise.resolve();
    },
    schedule: (original, at) => {
      const name = `${original.key}.${String(original.history.attempts)}`;
      if (!known.has(name)) scheduled.push({ original, at });
      known.add(name);
      return Promise.resolve();
    },
  };
}
