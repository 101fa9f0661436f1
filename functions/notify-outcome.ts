import type { FunctionHandler, InvocationContext } from '@azure/functions';
import type { BringEvent, EarlierTries } from '../shared/app/notify-again';
import { earlierTries } from '../shared/app/notify-again';
import type { Failure } from '../shared/app/notify';
import { bodyBytes } from '../shared/messages/body-bytes';
import { plainProperties } from '../shared/messages/plain-properties';
import { UNREADABLE } from './unreadable';
import type { WaitBeforeRedelivery } from './wait-before-redelivery';

/**
 * Notifies destinations of an event of the topic. Returning completes the message: an event that a destination has not
 * accepted is brought again by a message of the queue of later tries. Where that queue does not take it, the message is
 * returned to the broker after a wait.
 */
export function notifyOutcome(bring: BringEvent, wait: WaitBeforeRedelivery): FunctionHandler {
  return handlerFor(bring, wait, () => ({ attempts: 0 }));
}

/** The same, for an event of the queue of later tries. After the last one its message goes to the dead-letter queue. */
export function notifyAgain(bring: BringEvent, wait: WaitBeforeRedelivery): FunctionHandler {
  return handlerFor(bring, wait, ({ triggerMetadata }) =>
    earlierTries(plainProperties(triggerMetadata?.['applicationProperties'])),
  );
}

function handlerFor(
  bring: BringEvent,
  wait: WaitBeforeRedelivery,
  earlier: (context: InvocationContext) => EarlierTries,
): FunctionHandler {
  return async (body: unknown, context: InvocationContext): Promise<void> => {
    const brought = await bring(bodyBytes(body), earlier(context));
    switch (brought.kind) {
      case 'skipped':
        return;
      case 'notified':
        context.info(`notified event=${brought.eventId} to=${brought.names.join(',')}`);
        return;
      case 'unreadable':
        throw new Error(UNREADABLE);
      case 'scheduled':
        report(brought, context);
        return;
      case 'givenUp':
        report(brought, context);
        throw failed(brought);
      case 'kept':
        report(brought, context);
        await wait(context, brought.retryAfterMs);
        throw failed(brought);
    }
  };
}

interface NotNotified {
  readonly eventId: string;
  readonly failures: readonly Failure[];
}

function report({ eventId, failures }: NotNotified, context: InvocationContext): void {
  if (failures.length > 0) context.warn(`not notified event=${eventId} ${reasonsOf(failures)}`);
}

function failed({ eventId, failures }: NotNotified): Error {
  return new Error(`Destinations of NOTIFY did not accept the event ${eventId}: ${reasonsOf(failures)}.`);
}

function reasonsOf(failures: readonly Failure[]): string {
  return failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
}
