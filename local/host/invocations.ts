import { setTimeout as sleep } from 'node:timers/promises';

/** The invocations in progress, of all functions. */
export class Invocations {
  readonly #running = new Set<Promise<unknown>>();

  /** Counts work until it ends, and returns its result. */
  async count<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** Waits for those that are in progress now, and for no longer than the timeout. */
  async drain(timeoutMs: number): Promise<void> {
    await atMost(timeoutMs, Promise.allSettled(this.#running));
  }
}

/** Waits for something, and for no longer than the timeout. */
export async function atMost(timeoutMs: number, awaited: Promise<unknown>): Promise<void> {
  await Promise.race([awaited, sleep(timeoutMs, undefined, { ref: false })]);
}
