import { setImmediate } from 'node:timers/promises';

/**
 * Keeps settlements of different kinds out of one turn of the event loop: the AMQP library of the SDK merges neighboring
 * dispositions of one turn, and would complete a message that should be abandoned.
 */
export function settleInTurn(): <T>(kind: 'complete' | 'abandon', settle: () => Promise<T>) => Promise<T> {
  let current: string | undefined;
  return async (kind, settle) => {
    while (current !== undefined && current !== kind) await setImmediate();
    current = kind;
    void setImmediate().then(() => {
      current = undefined;
    });
    return settle();
  };
}
