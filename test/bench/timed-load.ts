import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusSender } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import type { Arrivals } from './arrivals';
import { membersOf } from './setting';
import { median } from './statistics';

/** If no outcome arrives for longer than this, in ms, one is lost. */
const NOTHING_COMES_MS = 60_000;

/** Where requests are sent to, and what they are seen on. */
export interface Line {
  readonly stack: LocalStack;
  readonly arrivals: Arrivals;
  readonly sender: ServiceBusSender;
  /** The body of the n-th request, about a user. */
  readonly bodyOf: (user: string, n: number) => unknown;
}

export interface Timed {
  /** From each send to the revocation in the tenant, at the median. */
  readonly msToRevoke: number;
  /** From the first send to the last outcome. */
  readonly perSecond: number;
}

/** Sends the requests of this line one by one, each about a user of its own; `users` must be enough for all. */
export function timedLine(line: Line, users: number) {
  const members = membersOf(users);
  let next = 0;
  const send = async (count: number, between: (n: number) => Promise<void>): Promise<Timed> => {
    const { directory } = line.stack.tenant;
    const before = { arrivals: line.arrivals.count(), revocations: directory.revocations.length };
    const sentAtMs = new Map<string, number>();
    const startedAt = performance.now();
    const sends: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      const member = members[next++];
      if (!member) throw new Error('There are too few users.');
      await between(n);
      sentAtMs.set(member.id, performance.now());
      const body = Buffer.from(JSON.stringify(line.bodyOf(member.userPrincipalName, next)));
      sends.push(line.sender.sendMessages({ body, messageId: `${line.sender.entityPath}-${String(next)}` }));
    }
    await Promise.all(sends);
    await arrived(line.arrivals, before.arrivals + count);
    const endedAt = performance.now();
    const times = directory.revocations.slice(before.revocations).flatMap(({ userId, atMs }) => {
      const sent = sentAtMs.get(userId);
      return sent === undefined ? [] : [atMs - sent];
    });
    if (times.length !== count)
      throw new Error(`${line.sender.entityPath}: ${String(times.length)} revoked.`);
    return { msToRevoke: median(times), perSecond: (count / (endedAt - startedAt)) * 1000 };
  };
  return {
    /** One after the other, each when the outcome of the one before is there. */
    alone: (count: number): Promise<Timed> => {
      const from = line.arrivals.count();
      return send(count, (n) => arrived(line.arrivals, from + n));
    },
    /** So many a second, whatever becomes of them. */
    steadily: (count: number, perSecond: number): Promise<Timed> => {
      const startedAt = performance.now();
      return send(count, (n) => sleep(Math.max(0, startedAt + (n * 1000) / perSecond - performance.now())));
    },
    /** All at once. */
    atOnce: (count: number): Promise<Timed> => send(count, () => Promise.resolve()),
  };
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
