import type { Delivery, EventContext, Sender } from 'rhea';
import type { BrokerFaults } from './broker-faults';
import { tagOfToken } from './lock-token';
import type { MessageQueue } from './message-queue';
import { delivered } from './queued-message';
import type { RemoteOutcome } from './settlement';
import { modifiedProperties, rejectedProperties, settlementAnswer } from './settlement';

/** The settle mode of a sender that settles what it sends: the receiver receives and deletes. */
const SETTLED = 1;
const SINGLE_MESSAGE = 0;

/** The flow state of a link in rhea, which its types do not declare. */
interface LinkFlow {
  readonly credit: number;
  readonly delivery_count: number;
  readonly connection: { readonly _register: () => void };
}

/**
 * Delivers a queue's messages over a link, up to the credit of its receiver, and settles them. Returns a function that
 * stops it. Locks outlive the link, as they do in Service Bus: the messages of a crashed receiver are delivered again when
 * their locks expire.
 */
export function consume(queue: MessageQueue, faults: BrokerFaults, link: Sender): () => void {
  const flow = link as unknown as LinkFlow;
  const deleteOnReceive = link.snd_settle_mode === SETTLED;
  const tokens = new Map<Delivery, string>();
  let sent = 0;
  let isAttached = false;

  const pump = (): void => {
    if (!isAttached) return;
    // rhea reduces the credit only when a message has been written, so messages that are still buffered are counted here.
    while (link.is_open() && flow.credit + flow.delivery_count - sent > 0) {
      const lock = queue.lockNext();
      if (!lock) return;
      sent++;
      const delivery = link.send(
        delivered(lock.queued, lock.lockedUntil),
        tagOfToken(lock.token),
        SINGLE_MESSAGE,
      );
      if (deleteOnReceive) queue.complete(lock.token);
      else tokens.set(delivery, lock.token);
    }
  };

  /** Answers a settlement, in a disposition of its own; a late settlement is answered with a lost lock. */
  const settle = (context: EventContext, apply: (token: string) => boolean, isAnswered = true): void => {
    const delivery = context.delivery;
    const token = delivery && tokens.get(delivery);
    if (!delivery || token === undefined) return;
    tokens.delete(delivery);
    const answer = settlementAnswer(apply(token));
    if (isAnswered) delivery.update(true, answer);
    forget(delivery);
  };

  const stop = queue.onAvailable(pump);
  link.on('sendable', pump);
  // rhea writes transfers before the answer to the attach if the receiver has given credit with it.
  setImmediate(() => {
    isAttached = true;
    pump();
  });
  link.on('sender_draining', () => {
    pump();
    setImmediate(() => {
      // Drained credit counts as used.
      sent = flow.credit + flow.delivery_count;
      link.set_drained(true);
      flow.connection._register();
    });
  });
  link.on('accepted', (context: EventContext) => {
    const fault = faults.take('complete', queue.name);
    settle(context, (token) => fault !== 'reject' && queue.complete(token), fault !== 'withhold');
  });
  link.on('released', (context: EventContext) => settle(context, (token) => queue.release(token)));
  link.on('modified', (context: EventContext) => {
    const outcome = outcomeOf(context);
    const changes = modifiedProperties(outcome);
    settle(context, (token) =>
      outcome.undeliverable_here ? queue.defer(token, changes) : queue.abandon(token, changes),
    );
  });
  link.on('rejected', (context: EventContext) => {
    settle(context, (token) => queue.deadLetter(token, rejectedProperties(outcomeOf(context))));
  });
  link.on('sender_close', stop);
  return stop;
}

/** The receiver sends nothing more for a delivery, but rhea keeps it until both sides have settled it. */
function forget(delivery: Delivery): void {
  (delivery as { remote_settled: boolean }).remote_settled = true;
}

function outcomeOf({ delivery }: EventContext): RemoteOutcome {
  return delivery?.remote_state as unknown as RemoteOutcome;
}
