/**
 * A queue in memory, of whose messages so many are worked on at a time, as by a trigger of the host.
 *
 * @param work with the number of the slot, from 0; the one that is free for the longest time is the next
 */
export function slots<Message>(
  count: number,
  work: (message: Message, slot: number) => Promise<void>,
): { push(message: Message): void } {
  const queue: Message[] = [];
  const free = Array.from({ length: count }, (_, slot) => slot);
  let taken = 0;
  const next = (): void => {
    while (taken < queue.length) {
      const slot = free.shift();
      if (slot === undefined) return;
      const message = queue[taken++];
      if (message === undefined) continue;
      void work(message, slot).finally(() => {
        free.push(slot);
        next();
      });
    }
  };
  return {
    push(message) {
      queue.push(message);
      next();
    },
  };
}
