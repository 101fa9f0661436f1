import type { GraphAnswer } from '../../shared/adapters/graph/graph-answer';
import type { SharedCall } from '../../shared/adapters/containment/next-shared-call';
import type { SharedCalls } from '../../shared/adapters/containment/shared-calls';
import { sharedCalls } from '../../shared/adapters/containment/shared-calls';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import { detail } from '../../shared/core/detail';
import type { TicketStore } from '../../shared/ports/ticket-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { TENANT_ID } from './builders';
import { steppedClock } from './stepped-clock';

/** What Graph does with a call. `lost`: it takes effect, and the answer does not arrive. */
export type GraphReply =
  'ok' | 'throttled' | 'unavailable' | 'lost' | 'forbidden' | 'badRequest' | 'notFound';

/** A call that Graph has received. */
export interface Received {
  readonly atMs: number;
  readonly kind: string;
  readonly userIds: readonly string[];
}

const record = { attempts: 1, requestIds: ['request-id'] };
const failed = (
  kind: 'throttled' | 'unavailable' | 'forbidden' | 'badRequest' | 'leaseEnded',
): GraphAnswer => ({
  kind: 'failed',
  failure: { kind, detail: detail('graphBadRequest', { status: `400 ${kind}` }) },
  record,
});

function answerOf(reply: GraphReply): GraphAnswer {
  if (reply === 'ok') return { kind: 'ok', body: undefined, record };
  if (reply === 'notFound') return { kind: 'notFound', record };
  return failed(reply === 'lost' ? 'unavailable' : reply);
}

/** Instances of the app that share tickets and one Graph, on a clock that passes only when a test says so. */
export function sharedCallInstances({
  replies = () => 'ok',
  latencyMs = () => 0,
  skewMs = () => 0,
  waitMs = 60_000,
}: {
  /** By the call's number and its users. */
  readonly replies?: (call: number, userIds: readonly string[]) => GraphReply;
  /** How long each operation of the store, and each way to or from Graph, takes. */
  readonly latencyMs?: () => number;
  /** By how much the time of an instance is wrong. */
  readonly skewMs?: (instance: number) => number;
  readonly waitMs?: number;
} = {}) {
  const clock = steppedClock();
  const tickets = inMemoryTickets();
  const received: Received[] = [];
  const affected = new Set<string>();
  const crashed = new Set<number>();
  let isStoreDown = false;
  let calls = 0;

  const instance = (number: number): SharedCalls => {
    const unlessCrashed = <T>(work: () => Promise<T>): Promise<T> =>
      crashed.has(number) ? new Promise<T>(() => undefined) : work();
    const stored =
      <Arguments extends readonly unknown[], T>(work: (...all: Arguments) => Promise<T>) =>
      (...all: Arguments): Promise<T> =>
        unlessCrashed(async () => {
          await clock.sleep(latencyMs());
          if (isStoreDown) throw new Unavailable('ledger', new Error('It is down.'));
          const value = await work(...all);
          return unlessCrashed(() => Promise.resolve(value));
        });
    const slow: TicketStore = {
      add: stored((...all) => tickets.add(...all)),
      list: stored((...all) => tickets.list(...all)),
      answer: stored((...all) => tickets.answer(...all)),
      remove: stored((...all) => tickets.remove(...all)),
      hold: stored((...all) => tickets.hold(...all)),
      release: stored((...all) => tickets.release(...all)),
    };
    const send = (call: SharedCall, mayCall: () => boolean): Promise<GraphAnswer> =>
      unlessCrashed(async () => {
        await clock.sleep(latencyMs());
        if (crashed.has(number) || !mayCall())
          return unlessCrashed(() => Promise.resolve(failed('leaseEnded')));
        const userIds = call.kind === 'set' ? call.tickets.map(({ userId }) => userId) : [call.userId];
        received.push({ atMs: clock.monotonicMs(), kind: call.kind, userIds });
        const reply = replies(calls++, userIds);
        if (call.kind === 'set' && (reply === 'ok' || reply === 'lost'))
          for (const userId of userIds) affected.add(userId);
        await clock.sleep(latencyMs());
        return unlessCrashed(() => Promise.resolve(answerOf(reply)));
      });
    return sharedCalls({
      tenantId: TENANT_ID,
      holder: `instance-${String(number)}`,
      tickets: slow,
      clock: {
        now: () => new Date(clock.now().getTime() + skewMs(number)),
        monotonicMs: () => clock.monotonicMs(),
        sleep: (ms) => unlessCrashed(() => clock.sleep(ms)),
      },
      send,
      waitMs,
    });
  };
  return {
    clock,
    tickets,
    received,
    affected,
    crashed,
    instance,
    storeIsDown: (down: boolean) => void (isStoreDown = down),
  };
}

/** Lets time pass until some work has ended. */
export async function passUntil<T>(
  { passToNext }: Pick<ReturnType<typeof steppedClock>, 'passToNext'>,
  work: Promise<T>,
  maxSteps = 50_000,
): Promise<T> {
  const over = new Set<'over'>();
  const mark = (): void => void over.add('over');
  work.then(mark, mark);
  for (let steps = 0; over.size === 0; steps++) {
    if (steps > maxSteps) throw new Error('It does not end.');
    await passToNext();
  }
  return work;
}
