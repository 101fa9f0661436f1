import type { InFlight } from './in-flight';

/** Work that takes longer than this, in ms, is left: its message is redelivered, its lease lapses. */
const GRACE_MS = 8_000;

/**
 * How the app ends, by the host's word or by SIGTERM: what is being done is finished if it can be within the
 * grace, then every connection is closed. Both may come; it is done once.
 */
export function onTermination(work: InFlight, close: () => Promise<unknown>): () => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await work.drained(GRACE_MS);
    await close();
  };
  const endOnce = (): Promise<void> => (ending ??= end());
  process.once('SIGTERM', () => {
    // Handed on to whoever else listens; if nobody does, it ends the process as it would have at once.
    void endOnce().finally(() => process.kill(process.pid, 'SIGTERM'));
  });
  return endOnce;
}
