import type { Delivery, EventContext, Sender } from 'rhea';
import { message as codec } from 'rhea';
import type { BrokerFaults } from './broker-faults';
import { tagOfToken } from './lock-token';
import type { MessageQueue } from './message-queue';
import { deliverable } from './wire-message';

/** What rhea keeps of a link's flow, which its typings do not tell. */
interface LinkFlow {
  readonly credit: number;
  readonly delivery_count: number;
  readonly connection: { readonly _register: () => void };
}

/** The outcomes that rhea can encode, which its typings do not tell. */
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
 * Delivers a queue's messages over a link, as far as its receiver has given credit, and settles them. Returns
 * how to stop. Locks outlive the link, as they do in Service Bus: a crashed receiver's messages come back when
 * they run out.
 */
export function consume(queue: MessageQueue, faults: BrokerFaults, link: Sender): () => void {
  const flow = link as unknown as LinkFlow;
  const deleteOnReceive = link.snd_settle_mode === 1;
  const tokens = new Map<Delivery, string>();
  let sent = 0;

  const pump = (): void => {
    // Credit as rhea counts it falls only when a message has left, so what is waiting to leave is ours to count.
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

  /** Answers a settlement, in a disposition of its own; one that comes too late is told that the lock is lost. */
  const settle = (context: EventContext, apply: (token: string) => boolean, isTold = true): void => {
    const delivery = context.delivery;
    const token = delivery && tokens.get(delivery);
    if (!delivery || token === undefined) return;
    tokens.delete(delivery);
    const answer = outcome(apply(token));
    if (isTold) delivery.update(true, answer);
    forget(delivery);
  };

  const stop = queue.onAvailable(pump);
  link.on('sendable', pump);
  link.on('sender_draining', () => {
    pump();
    setImmediate(() => {
      // What is drained away is credit that is used up.
      sent = flow.credit + flow.delivery_count;
      link.set_drained(true);
      flow.connection._register();
    });
  });
  link.on('accepted', (context: EventContext) => {
    const fault = faults.take('complete', queue.name);
    settle(context, (token) => fault !== 'refuse' && queue.complete(token), fault !== 'withhold');
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

/** Nothing more comes from the receiver, but rhea keeps a delivery until both sides have settled it. */
function forget(delivery: Delivery): void {
  (delivery as { remote_settled: boolean }).remote_settled = true;
}

/** The broker's last word on a settlement. */
function outcome(done: boolean): never {
  const outcomes = codec as unknown as Outcomes;
  const error = { condition: 'com.microsoft:message-lock-lost', description: 'The lock is lost.' };
  return (done ? outcomes.accepted() : outcomes.rejected({ error })).described() as never;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
