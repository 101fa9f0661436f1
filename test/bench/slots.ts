/** A queue in memory, of whose messages so many are worked on at a time, as by a trigger of the host. */
export function slots<Message>(
  count: number,
  work: (message: Message) => Promise<void>,
): { push(message: Message): void } {
  const queue: Message[] = [];
  let taken = 0;
  let busy = 0;
  const next = (): void => {
    for (; busy < count && taken < queue.length; busy++) {
      const message = queue[taken++];
      if (message === undefined) continue;
      void work(message).finally(() => {
        busy--;
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
