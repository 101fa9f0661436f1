import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { fixedClock } from './fixed-clock';

/** What delivers messages. */
export interface Delivering {
  readonly clock: Pick<ReturnType<typeof fixedClock>, 'advance'>;
  /** Starts a process of the app, which may die. */
  readonly start: () => { readonly app: Dependencies; readonly isDead: () => boolean };
  /** Tries of one message, however often its process dies. */
  readonly maxTries: number;
}

/** Delivers a message until it is settled, as a broker does: once a minute, and to a new process where one has died. */
export function untilSettled({
  clock,
  start,
  maxTries,
}: Delivering): (message: IncomingMessage) => Promise<void> {
  let process = start();
  return async (message) => {
    for (let tries = 0; tries < maxTries; tries++) {
      try {
        return void (await processMessage(process.app, message));
      } catch {
        clock.advance(60_000);
        if (process.isDead()) process = start();
      }
    }
    throw new Error('The message was never settled.');
  };
}
