import type { RevocationCall } from '../../ports/revoker';

/** Somebody of this process who waits for an answer about a user. */
export interface Waiter<Key, Answer> {
  readonly key: Key;
  readonly call: Pick<RevocationCall, 'mayCall' | 'signal'>;
  /** By the monotonic clock, in ms. */
  readonly until: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (bug: unknown) => void;
}

/** Those who wait, the one who came first at first. */
export interface Waiters<Key, Answer> {
  /** Waits for an answer. */
  wait(key: Key, call: Waiter<Key, Answer>['call'], until: number): Promise<Answer>;
  all(): readonly Waiter<Key, Answer>[];
  /** Answers one, who then waits no more. */
  end(waiter: Waiter<Key, Answer>, answer: Answer): void;
  /** Ends all by an error: a bug. */
  endBy(bug: unknown): void;
}

export function waiters<Key, Answer>(): Waiters<Key, Answer> {
  const waiting = new Set<Waiter<Key, Answer>>();
  return {
    wait: (key, call, until) =>
      new Promise((resolve, reject) => void waiting.add({ key, call, until, resolve, reject })),
    all: () => [...waiting],
    end: (waiter, answer) => {
      waiting.delete(waiter);
      waiter.resolve(answer);
    },
    endBy: (bug) => {
      for (const { reject } of waiting) reject(bug);
      waiting.clear();
    },
  };
}

/** Whether nobody waits for the answer any more. */
export function isOverdue(
  { until, call }: Pick<Waiter<unknown, unknown>, 'until' | 'call'>,
  nowMs: number,
): boolean {
  return nowMs >= until || call.signal?.aborted === true;
}
