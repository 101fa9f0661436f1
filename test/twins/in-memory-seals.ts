import { SealUnavailable } from '../../shared/ports/seal-unavailable';
import type { SealStore } from '../../shared/ports/seal-store';

/** The twin of the store of the seal, and the bytes of its segments. */
export function inMemorySeals(): SealStore & { readonly stored: Map<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  const bytesOf = (segment: string): Uint8Array => {
    const bytes = stored.get(segment);
    if (!bytes) throw new SealUnavailable('store', new Error(`There is no segment ${segment}.`));
    return bytes;
  };
  return {
    stored,
    segments: () => Promise.resolve([...stored.keys()].toSorted()),
    tail: async (segment) => {
      const bytes = await Promise.resolve(bytesOf(segment));
      return { size: bytes.length, bytes };
    },
    append: (segment, position, bytes) => {
      const before = stored.get(segment) ?? new Uint8Array();
      if (before.length !== position) return Promise.resolve('moved');
      stored.set(segment, Buffer.concat([before, bytes]));
      return Promise.resolve('appended');
    },
    read: async function* (segment) {
      yield await Promise.resolve(bytesOf(segment));
    },
  };
}
