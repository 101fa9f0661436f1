import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import type { Arrivals } from './arrivals';
import { membersOf } from './setting';

/** If no outcome arrives for longer than this, in ms, one is lost. */
const NOTHING_COMES_MS = 60_000;

/** Where requests are sent to, and what they are seen on. */
export interface Line {
  readonly stack: LocalStack;
  readonly arrivals: Arrivals;
  readonly sender: ServiceBusSender;
  /** The body of the n-th request, about a user. */
  readonly bodyOf: (user: string, n: number) => unknown;
  /** The number of the first user. Absent: 0. */
  readonly firstUser?: number;
  /** The body names the user by object id. Absent: by user principal name. */
  readonly byObjectId?: true;
}

/** What is sent at a time; the most that one message of the broker takes. */
const BATCH = 100;

/** Sends the requests of this line. Each is about another user than those before it, until all had their turn. */
export function timedLine(
  { stack, arrivals, sender, bodyOf, firstUser = 0, byObjectId }: Line,
  users: number,
) {
  const members = membersOf(firstUser + users).slice(firstUser);
  let next = 0;
  const nextRequest = () => {
    const { id, userPrincipalName } = members[next++ % users] ?? { id: '', userPrincipalName: '' };
    const body = Buffer.from(JSON.stringify(bodyOf(byObjectId ? id : userPrincipalName, next)));
    return { id, message: { body, messageId: `${sender.entityPath}-${String(next)}` } };
  };
  /** Sends one by one. Returns the ms from each send to the revocation in the tenant. */
  const timed = async (count: number, between: (n: number) => Promise<void>): Promise<readonly number[]> => {
    const { revocations } = stack.tenant.directory;
    const before = { arrivals: arrivals.count(), revocations: revocations.length };
    const sentAtMs = new Map<string, number>();
    const sends: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      await between(n);
      const { id, message } = nextRequest();
      sentAtMs.set(id, performance.now());
      sends.push(sender.sendMessages(message));
    }
    await Promise.all(sends);
    await arrived(arrivals, before.arrivals + count);
    const revoked = revocations.slice(before.revocations);
    return allOf(
      revoked.map(({ userId, atMs }) => atMs - (sentAtMs.get(userId) ?? Number.NaN)),
      count,
      sender,
    );
  };
  return {
    /** One after the other, each when the outcome of the one before is there. */
    alone: (count: number): Promise<readonly number[]> => {
      const from = arrivals.count();
      return timed(count, (n) => arrived(arrivals, from + n));
    },
    /** So many a second, whatever becomes of them. */
    steadily: (count: number, perSecond: number): Promise<readonly number[]> => {
      const startedAt = performance.now();
      return timed(count, (n) => sleep(Math.max(0, startedAt + (n * 1000) / perSecond - performance.now())));
    },
    /** All at once. Returns how many a second there were, from the first send to the last outcome. */
    atOnce: async (count: number): Promise<number> => {
      const { revocations } = stack.tenant.directory;
      const before = { arrivals: arrivals.count(), revocations: revocations.length };
      const startedAt = performance.now();
      for (let sent = 0; sent < count; sent += BATCH) {
        const size = Math.min(BATCH, count - sent);
        await sender.sendMessages(Array.from({ length: size }, () => nextRequest().message));
      }
      await arrived(arrivals, before.arrivals + count);
      allOf(revocations.slice(before.revocations), count, sender);
      return (count / (performance.now() - startedAt)) * 1000;
    },
  };
}

/** All that was asked for is done, or what is measured is something else. */
function allOf<Of>(revoked: readonly Of[], count: number, sender: ServiceBusSender): readonly Of[] {
  if (revoked.length === count) return revoked;
  throw new Error(`${sender.entityPath}: ${String(revoked.length)} of ${String(count)} were revoked.`);
}

async function arrived(arrivals: Arrivals, goal: number): Promise<void> {
  let seen = arrivals.count();
  let seenAt = performance.now();
  while (arrivals.count() < goal) {
    await sleep(1);
    if (arrivals.count() > seen) [seen, seenAt] = [arrivals.count(), performance.now()];
    if (performance.now() - seenAt > NOTHING_COMES_MS) throw new Error('Not all outcomes came.');
  }
}
