import type { InFlight } from './in-flight';

/**
 * Work that takes longer than this is abandoned: its message is redelivered, and its lease expires. The host kills the
 * worker 5 s after it has asked it to end; the rest of that time is for closing the connections.
 */
export const GRACE_MS = 3_500;

/**
 * Ends the app when the host or SIGTERM asks for it: waits for the work in progress, up to the grace period, and closes
 * every connection. Does this once, even if both ask.
 */
export function onTermination(work: InFlight, close: () => Promise<unknown>): () => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await work.drained(GRACE_MS);
    await close();
  };
  const endOnce = (): Promise<void> => (ending ??= end());
  process.once('SIGTERM', () => {
    // Sent again for other listeners. If there are none, it ends the process, as it would have done at once.
    void endOnce().finally(() => process.kill(process.pid, 'SIGTERM'));
  });
  return endOnce;
}
