import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import { expect, it } from '@jest/globals';
import Long from 'long';
import { serviceBusQuarantine } from '../../shared/adapters/service-bus/service-bus-quarantine';

const LARGE = Buffer.alloc(250_000, 'x');

/** A queue of large originals that a sender had rejected, and what an operator's call does with them. */
function flooded(kept: number) {
  const queue = Array.from({ length: kept }, (_, n) => ({
    sequenceNumber: Long.fromNumber(n + 1),
    body: LARGE,
  })) as unknown as ServiceBusReceivedMessage[];
  const seen = { received: 0, abandoned: 0, completed: 0 };
  const client = {
    createSender: () => ({}),
    createReceiver: () => ({
      receiveMessages: (count: number) => {
        const messages = queue.slice(seen.received, seen.received + count);
        seen.received += messages.length;
        return Promise.resolve(messages);
      },
      completeMessage: () => Promise.resolve(void seen.completed++),
      abandonMessage: () => Promise.resolve(void seen.abandoned++),
      close: () => Promise.resolve(),
    }),
  } as unknown as ServiceBusClient;
  return { quarantine: serviceBusQuarantine(client, 'revocation-rejected'), seen };
}

it('an operator who settles an original behind a flood of others has the process hold a part of it, and gives all back', async () => {
  const { quarantine, seen } = flooded(4000);
  expect(await quarantine.take(['4000'], () => Promise.resolve())).toEqual(['4000']);
  expect(seen.received * LARGE.length).toBeLessThan(100 * 1024 * 1024);
  expect(seen).toMatchObject({ abandoned: seen.received, completed: 0 });
});

it('all of a flood can be settled: what is handed over is not held', async () => {
  const { quarantine, seen } = flooded(400);
  const all = Array.from({ length: 400 }, (_, n) => String(n + 1));
  expect(await quarantine.take(all, () => Promise.resolve())).toEqual([]);
  expect(seen).toMatchObject({ completed: 400, abandoned: 0 });
});
