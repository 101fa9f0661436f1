import * as z from 'zod';
import type { Fault } from '../../local/tenant/faults';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import type { Quotas } from '../../local/tenant/quota';
import type { IncomingMessage } from '../../shared/app/incoming-message';

/** A tenant of a run. */
export interface BenchTenant {
  /** Each has a message of its own. */
  readonly users: number;
  readonly quotas?: Quotas;
  /** Of every call, for ever. The messages of such a tenant are the first of the queue, and nobody waits for them. */
  readonly fault?: Pick<Fault, 'method' | 'answer'>;
}

/** A message, and its tenant. */
export interface Numbered {
  readonly incoming: IncomingMessage;
  /** Of the tenant among all. */
  readonly place: number;
}

/** The messages: first those of tenants with a fault, then all others, each tenant's spread over the whole queue. */
export function messagesOf(
  tenants: readonly BenchTenant[],
  others: readonly OtherTenant[],
  now: Date,
): readonly Numbered[] {
  const named = tenants.flatMap(({ users }, place) =>
    Array.from({ length: users }, (_, user) => ({ place, user })),
  );
  const isFaulty = ({ place }: { readonly place: number }): boolean => tenants[place]?.fault !== undefined;
  const inOrder = [...spread(named.filter(isFaulty)), ...spread(named.filter((one) => !isFaulty(one)))];
  return inOrder.map(({ place, user }, n) => {
    const body = { user: `user${String(user)}@contoso.com`, tenantId: others[place]?.tenantId };
    const origin = { messageId: `m-${String(n)}`, enqueuedAt: now.toISOString() };
    const history = { origin, attempts: 0, receivedBy: 'queue' as const };
    return { place, incoming: { body: Buffer.from(JSON.stringify(body)), history } };
  });
}

/** The golden ratio: its multiples lie as far from each other as can be. */
export const GOLDEN = 0.618_033_988_749_895;

function spread<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map((value, n) => ({ value, at: (n * GOLDEN) % 1 }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ value }) => value);
}

const addressed = z.object({ tenantId: z.string() });

export function placeOf({ body }: IncomingMessage, places: ReadonlyMap<string, number>): number {
  return places.get(addressed.parse(JSON.parse(Buffer.from(body).toString('utf8'))).tenantId) ?? 0;
}
