import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;

/** Looks until something is the case. Fails, saying what was waited for, when it is not within so many ms. */
export async function eventually(what: string, isSo: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`In ${String(withinMs)} ms it did not come to this: ${what}.`);
    await sleep(LOOK_EVERY_MS);
  }
}
