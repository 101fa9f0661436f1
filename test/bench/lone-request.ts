import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import type { Arrivals } from './arrivals';

/** What single requests are sent by and seen on. */
export interface Watched {
  readonly stack: LocalStack;
  readonly arrivals: Arrivals;
}

/** Sends one request, and waits for its outcome. Returns the ms from the send to the revocation in the tenant. */
export async function loneRequest(
  { stack: { tenant }, arrivals }: Watched,
  sender: ServiceBusSender,
  message: ReturnType<typeof request>,
): Promise<number> {
  const goal = arrivals.count() + 1;
  const revocations = tenant.directory.revocations.length;
  const startedAt = performance.now();
  await sender.sendMessages(message);
  while (arrivals.count() < goal) await sleep(1);
  return (tenant.directory.revocations[revocations]?.atMs ?? Number.NaN) - startedAt;
}

/** The n-th request of so many users, in turn. */
export function request(
  { users, idPrefix }: { readonly users: number; readonly idPrefix: string },
  n: number,
): { readonly body: Buffer; readonly messageId: string } {
  const body = Buffer.from(JSON.stringify({ user: `user${String(n % users)}@contoso.com`, reason: 'Bench' }));
  return { body, messageId: `${idPrefix}-${String(n)}` };
}
