/** Users, and items of batches, that a process works on at a time beside the first of each message. */
export const PERMITS = 32;

/** Bounds the work that a process does side by side. Work that has a permit must not wait for another one. */
export interface Permits {
  /** The same permits, for one more message: one more is its own, and the others are shared by all that wait for one, in turn. */
  ofMessage(): Permits;
  /** Does the work as soon as it has a permit. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

type Release = () => void;

/**
 * The permits of a process. A message never waits for another one, since the first of its users has a permit of its own; more of
 * its users are begun with the permits that are free, and while several messages wait for these, they take turns.
 */
export function permits(count = PERMITS): Permits {
  const waiting = new Map<object, ((release: Release) => void)[]>();
  let free = count;
  const releaseShared = (): void => {
    const [first] = waiting;
    if (!first) {
      free++;
      return;
    }
    const [message, [begin, ...others]] = first;
    waiting.delete(message);
    if (others.length > 0) waiting.set(message, others);
    begin?.(releaseShared);
  };
  const ofMessage = (): Permits => {
    const message = {};
    let isOwnFree = true;
    const releaseOwn = (): void => {
      const [begin, ...others] = waiting.get(message) ?? [];
      if (others.length > 0) waiting.set(message, others);
      else waiting.delete(message);
      if (begin) begin(releaseOwn);
      else isOwnFree = true;
    };
    const permit = (): Release | Promise<Release> => {
      if (isOwnFree) {
        isOwnFree = false;
        return releaseOwn;
      }
      if (free > 0) {
        free--;
        return releaseShared;
      }
      return new Promise((resolve) => waiting.set(message, [...(waiting.get(message) ?? []), resolve]));
    };
    return {
      ofMessage,
      run: async (work) => {
        const release = await permit();
        try {
          return await work();
        } finally {
          release();
        }
      },
    };
  };
  return ofMessage();
}
