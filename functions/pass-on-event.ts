import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { PassOn } from '../shared/app/pass-on';
import { bodyBytes } from '../shared/messages/body-bytes';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/** A receiver of events of the topic, as the log names it. */
export interface EventReceiver {
  readonly passOn: PassOn;
  /** Of an event that it has accepted: `archived`. */
  readonly done: string;
  /** The subject of a sentence: `The archive`. */
  readonly name: string;
}

/**
 * Passes an event of the topic on. Returning completes the message. If the receiver has not accepted it, the message is returned
 * to the broker after a wait, and goes to the dead-letter queue of the subscription after the last try.
 */
export function passOnEvent(
  { passOn, done, name }: EventReceiver,
  wait: WaitBeforeRedelivery,
): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const passed = await passOn(bodyBytes(body));
    switch (passed.kind) {
      case 'skipped':
        return;
      case 'passedOn':
        context.info(`${done} event=${passed.eventId}`);
        return;
      case 'refused':
        context.warn(`not ${done} event=${passed.eventId} ${passed.reason}`);
        return;
      case 'unreadable':
        throw new Error(UNREADABLE);
      case 'failed': {
        const { eventId, reason, retryAfterMs } = passed;
        context.warn(`not ${done} event=${eventId} ${reason}`);
        await wait(context, retryAfterMs);
        throw new Error(`${name} did not accept the event ${eventId}: ${reason}.`);
      }
    }
  };
}
