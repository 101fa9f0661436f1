import type { OutcomeRecord } from '../records';

/** What is read again and again. */
export interface Polling {
  readonly read: () => Promise<readonly OutcomeRecord[]>;
  readonly everyMs: number;
  /** Absent: until the signal. */
  readonly timeoutMs?: number;
  readonly ended?: AbortSignal;
}

/** How time passes. */
export interface Time {
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => Date;
}

/** Reads again and again, and returns what is new: an outcome comes again when a method has answered since. */
export async function* polled(
  { read, everyMs, timeoutMs = Infinity, ended }: Polling,
  { wait, now }: Time,
): AsyncGenerator<OutcomeRecord, void, undefined> {
  const until = now().getTime() + timeoutMs;
  const seen = new Set<string>();
  const isEnded = (): boolean => ended?.aborted === true;
  for (;;) {
    for (const outcome of await read()) {
      const key = `${outcome.id} ${outcome.methods.map(({ status }) => status).join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield outcome;
    }
    if (isEnded() || now().getTime() + everyMs > until) return;
    await wait(everyMs);
    if (isEnded()) return;
  }
}
