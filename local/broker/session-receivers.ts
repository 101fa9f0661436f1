import type { Sender } from 'rhea';
import { addressOf } from './addresses';
import type { BrokerFaults } from './broker-faults';
import { consume } from './consumer';
import { answerAttach, answerProperties } from './link-attach';
import type { MessageQueue } from './message-queue';

const SESSION_FILTER = 'com.microsoft:session-filter';
const NOT_ALLOWED = 'amqp:not-allowed';
/** .NET ticks (100 ns since the year 1) of the Unix epoch. */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const SESSION_LOCK_MS = 60_000;

/**
 * Opens a receiver's link to a queue. As in Service Bus, a queue with sessions is closed to receivers without one, and
 * a queue without sessions to receivers with one. A session is accepted, and has no messages.
 */
export function openReceiver(
  queue: MessageQueue,
  { faults, link }: { readonly faults: BrokerFaults; readonly link: Sender },
): (() => void) | undefined {
  const filter = link.source.filter as Readonly<Record<string, unknown>> | undefined;
  const asksForSession = filter !== undefined && SESSION_FILTER in filter;
  if (asksForSession !== queue.requiresSession) {
    link.close({
      condition: NOT_ALLOWED,
      description: asksForSession
        ? 'A sessionful message receiver cannot be created on an entity that does not require sessions.'
        : 'It is not possible for an entity that requires sessions to create a non-sessionful message receiver.',
    });
    return undefined;
  }
  answerAttach(link);
  if (!asksForSession) return consume(queue, faults, link);
  link.set_source({ address: addressOf(link.source), filter: filter as never });
  answerProperties(link, { 'com.microsoft:locked-until-utc': ticks(Date.now() + SESSION_LOCK_MS) });
  return undefined;
}

function ticks(ms: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(ms) * 10_000n + EPOCH_TICKS);
  return bytes;
}
