import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import type { Arrivals } from './arrivals';

/** If no outcome arrives for longer than this, in ms, one is lost. */
const NOTHING_COMES_MS = 60_000;

export interface Load {
  readonly requests: number;
  /** Their users, in turn. */
  readonly users: number;
  readonly idPrefix: string;
}

/** Sends so many requests at once. Returns the ms from the first send to the last outcome on the topic. */
export async function drain(sender: ServiceBusSender, arrivals: Arrivals, load: Load): Promise<number> {
  const { requests, idPrefix } = load;
  const goal = arrivals.count() + requests;
  const startedAt = performance.now();
  for (let sent = 0; sent < requests; sent += 100) {
    await sender.sendMessages(Array.from({ length: 100 }, (_, n) => request(load, sent + n)));
  }
  let seen = 0;
  let seenAt = performance.now();
  while (arrivals.count() < goal) {
    if (arrivals.count() > seen) {
      seen = arrivals.count();
      seenAt = performance.now();
    }
    if (performance.now() - seenAt > NOTHING_COMES_MS) throw new Error(`${idPrefix}: not all outcomes came.`);
    await sleep(2);
  }
  return performance.now() - startedAt;
}

/** The n-th request of a load. */
export function request(
  { users, idPrefix }: Omit<Load, 'requests'>,
  n: number,
): { readonly body: Buffer; readonly messageId: string } {
  const body = Buffer.from(JSON.stringify({ user: `user${String(n % users)}@contoso.com`, reason: 'Bench' }));
  return { body, messageId: `${idPrefix}-${String(n)}` };
}
