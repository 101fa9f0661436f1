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
type Begin = (release: Release) => void;

/** What waits, by message. */
interface Waiting {
  add(message: object, begin: Begin): void;
  /** The next of a message. */
  nextOf(message: object): Begin | undefined;
  /** The next of all: messages take turns. */
  next(): Begin | undefined;
}

function waitingByMessage(): Waiting {
  const waiting = new Map<object, readonly Begin[]>();
  const nextOf = (message: object): Begin | undefined => {
    const [begin, ...others] = waiting.get(message) ?? [];
    // Deleted and set: it is the last of all then.
    waiting.delete(message);
    if (others.length > 0) waiting.set(message, others);
    return begin;
  };
  return {
    add: (message, begin) => void waiting.set(message, [...(waiting.get(message) ?? []), begin]),
    nextOf,
    next: () => {
      const [message] = waiting.keys();
      return message && nextOf(message);
    },
  };
}

/**
 * The permits of a process. A message never waits for another one, since the first of its users has a permit of its own; more of
 * its users are begun with the permits that are free, and while several messages wait for these, they take turns.
 */
export function permits(count = PERMITS): Permits {
  const waiting = waitingByMessage();
  let free = count;
  const releaseShared = (): void => {
    const begin = waiting.next();
    if (begin) begin(releaseShared);
    else free++;
  };
  const ofMessage = (): Permits => {
    const message = {};
    let isOwnFree = true;
    const releaseOwn = (): void => {
      const begin = waiting.nextOf(message);
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
      return new Promise((begin) => waiting.add(message, begin));
    };
    return { ofMessage, run: (work) => withPermit(permit, work) };
  };
  return ofMessage();
}

async function withPermit<T>(permit: () => Release | Promise<Release>, work: () => Promise<T>): Promise<T> {
  const release = await permit();
  try {
    return await work();
  } finally {
    release();
  }
}
