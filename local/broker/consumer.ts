import type { Delivery, EventContext, Sender } from 'rhea';
import { message as codec } from 'rhea';
import type { BrokerFaults } from './broker-faults';
import { tagOfToken } from './lock-token';
import type { MessageQueue } from './message-queue';
import { deliverable } from './wire-message';

/** The flow state of a link in rhea, which its types do not declare. */
interface LinkFlow {
  readonly credit: number;
  readonly delivery_count: number;
  readonly connection: { readonly _register: () => void };
}

/** The outcomes that rhea can encode, which its types do not declare. */
interface Outcomes {
  readonly accepted: () => { readonly described: () => unknown };
  readonly rejected: (fields: {
    readonly error: { readonly condition: string; readonly description: string };
  }) => {
    readonly described: () => unknown;
  };
}

interface RemoteOutcome {
  readonly error?: { readonly info?: Readonly<Record<string, unknown>>; readonly condition?: string };
  readonly undeliverable_here?: boolean;
}

/**
 * Delivers a queue's messages over a link, up to the credit of its receiver, and settles them. Returns a function that
 * stops it. Locks outlive the link, as they do in Service Bus: the messages of a crashed receiver are delivered again when
 * their locks expire.
 */
export function consume(queue: MessageQueue, faults: BrokerFaults, link: Sender): () => void {
  const flow = link as unknown as LinkFlow;
  const deleteOnReceive = link.snd_settle_mode === 1;
  const tokens = new Map<Delivery, string>();
  let sent = 0;

  const pump = (): void => {
    // rhea reduces the credit only when a message has been written, so messages that are still buffered are counted here.
    while (link.is_open() && flow.credit + flow.delivery_count - sent > 0) {
      const lock = queue.lockNext();
      if (!lock) return;
      sent++;
      const delivery = link.send(deliverable(lock.queued, lock.lockedUntil), tagOfToken(lock.token));
      if (deleteOnReceive) {
        queue.complete(lock.token);
        delivery.update(true);
        forget(delivery);
      } else tokens.set(delivery, lock.token);
    }
  };

  /** Answers a settlement, in a disposition of its own; a late settlement is answered with a lost lock. */
  const settle = (context: EventContext, apply: (token: string) => boolean, isAnswered = true): void => {
    const delivery = context.delivery;
    const token = delivery && tokens.get(delivery);
    if (!delivery || token === undefined) return;
    tokens.delete(delivery);
    const answer = outcome(apply(token));
    if (isAnswered) delivery.update(true, answer);
    forget(delivery);
  };

  const stop = queue.onAvailable(pump);
  link.on('sendable', pump);
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
  link.on('released', (context: EventContext) => settle(context, (token) => queue.abandon(token)));
  link.on('modified', (context: EventContext) => settle(context, (token) => queue.abandon(token)));
  link.on('rejected', (context: EventContext) => {
    const info = (context.delivery?.remote_state as RemoteOutcome | undefined)?.error?.info ?? {};
    settle(context, (token) =>
      queue.deadLetter(token, asText(info['DeadLetterReason']), asText(info['DeadLetterErrorDescription'])),
    );
  });
  link.on('sender_close', stop);
  return stop;
}

/** The receiver sends nothing more for a delivery, but rhea keeps it until both sides have settled it. */
function forget(delivery: Delivery): void {
  (delivery as { remote_settled: boolean }).remote_settled = true;
}

/** The broker's answer to a settlement. */
function outcome(done: boolean): never {
  const outcomes = codec as unknown as Outcomes;
  const error = { condition: 'com.microsoft:message-lock-lost', description: 'The lock is lost.' };
  return (done ? outcomes.accepted() : outcomes.rejected({ error })).described() as never;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
