import type { Clock } from '../../shared/ports/clock';
import type { OriginalStore } from '../../shared/ports/original-store';

/** The twin of the store of originals, and what it stores. */
export function inMemoryOriginals(clock: Pick<Clock, 'now'>): OriginalStore & {
  readonly stored: Map<string, { readonly content: Uint8Array; readonly at: Date }>;
} {
  const stored = new Map<string, { readonly content: Uint8Array; readonly at: Date }>();
  return {
    stored,
    put: (name, content) => {
      stored.set(name, { content, at: clock.now() });
      return Promise.resolve();
    },
    find: (name) => Promise.resolve(stored.get(name)?.content),
    sweep: (before) => {
      const old = [...stored].filter(([, { at }]) => at < before);
      for (const [name] of old) stored.delete(name);
      return Promise.resolve(old.length);
    },
  };
}
