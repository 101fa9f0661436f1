import { QuotaBuckets } from '../../local/tenant/quota';
import type { Pace, ThrottleSigns } from '../../shared/adapters/graph/pace';
import type { Clock } from '../../shared/ports/clock';
import type { EventQueue } from './event-queue';
import { eventQueue } from './event-queue';

/** Instances that work off one backlog against one bucket, and know nothing of each other. */
export interface Lockout {
  readonly instances: number;
  readonly calls: number;
  /** The bucket as it truly is. */
  readonly bucket: number;
  readonly perSecond: number;
  /** Whether answers report the use of the limit. */
  readonly reports: boolean;
  readonly retryAfterMs?: number;
  readonly latencyMs?: number;
  /** From then on, in ms, each further instance begins. */
  readonly joinEveryMs?: number;
  /** From a time on, in ms, there are so many instances: further ones begin, or the last ones take no more calls. */
  readonly scaled?: readonly { readonly atMs: number; readonly instances: number }[];
  /** What another application takes of the bucket. */
  readonly othersPerSecond?: number;
}

export interface Drained {
  /** The time to the last call, beyond the least that the bucket allows. */
  readonly lostMs: number;
  /** As a part of all. */
  readonly refused: number;
  /** The least and the most that was left in the bucket while the last quarter of the backlog was worked off. */
  readonly reserve: { readonly least: number; readonly most: number };
}

type PaceOf = (clock: Pick<Clock, 'monotonicMs'>, random: () => number) => Pace;

/** Calls that an instance makes side by side, and what each does between two of them, in ms. */
const [LANES, BETWEEN_MS] = [32, 150];

/** Runs a lockout to its end, in virtual time. */
export function drainPaced(lockout: Lockout, paceOf: PaceOf): Drained {
  const { instances, calls, perSecond, joinEveryMs = 0, scaled = [], othersPerSecond = 0 } = lockout;
  const events = eventQueue();
  const random = evenly();
  const graph = graphOf(lockout, events);
  let [left, done, lastAt, begun, present] = [calls, 0, 0, 0, instances];
  const begin = (): void => {
    const place = begun++;
    const turn = turnsOf(paceOf({ monotonicMs: events.now }, random), events);
    const next = (): void => {
      if (place < present && left-- > 0) attempt();
    };
    const attempt = (): void =>
      turn((pace) =>
        graph.call((signs) => {
          pace.heard(signs);
          if (signs.status === 429) return events.after((signs.retryAfterMs ?? 0) + random() * 1000, attempt);
          [done, lastAt] = [done + 1, events.now()];
          events.after(BETWEEN_MS, next);
        }),
      );
    for (let lane = 0; lane < LANES; lane++) events.after(BETWEEN_MS * random(), next);
  };
  for (let n = 0; n < instances; n++) events.after(n * joinEveryMs, begin);
  for (const { atMs, instances: count } of scaled)
    events.after(atMs, () => {
      present = count;
      while (begun < count) begin();
    });
  const reserve = { least: Infinity, most: 0 };
  events.pass(() => {
    if (done >= calls * 0.75 && left > 0) {
      reserve.least = Math.min(reserve.least, graph.left());
      reserve.most = Math.max(reserve.most, graph.left());
    }
    return done === calls;
  });
  const leastMs = ((calls - lockout.bucket) / (perSecond - othersPerSecond)) * 1000;
  return { lostMs: lastAt - leastMs, refused: graph.refused() / calls, reserve };
}

/** Numbers that look random, and are the same in every run. */
function evenly(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The turns of one instance, first come, first served. */
function turnsOf(pace: Pace, events: EventQueue): (call: (pace: Pace) => void) => void {
  const waiting: ((pace: Pace) => void)[] = [];
  let isServing = false;
  const serve = (): void => {
    for (;;) {
      isServing = waiting.length > 0;
      const wait = isServing ? pace.turn() : 0;
      if (wait > 0) return events.after(wait, serve);
      const call = waiting.shift();
      if (!call) return;
      call(pace);
    }
  };
  return (call) => {
    waiting.push(call);
    if (!isServing) serve();
  };
}

/** A call is counted in the middle of its latency. */
function graphOf(lockout: Lockout, events: EventQueue) {
  const { bucket, perSecond, reports, retryAfterMs = 10_000, latencyMs = 150, othersPerSecond = 0 } = lockout;
  const windowMs = (bucket * 1000) / perSecond;
  const buckets = new QuotaBuckets({ writes: { calls: bucket, windowMs, retryAfterMs } });
  const post = { method: 'POST', url: new URL('https://graph.microsoft.com/v1.0/users/a') } as const;
  let [left, refused] = [bucket, 0];
  const take = (): ThrottleSigns => {
    const answer = buckets.take(post, events.now());
    if (answer.kind === 'refused') {
      refused++;
      return { status: 429, retryAfterMs };
    }
    const used = Number(answer.headers['x-ms-throttle-limit-percentage'] ?? Number.NaN);
    left = Number.isNaN(used) ? bucket : bucket * (1 - used);
    return reports && !Number.isNaN(used) ? { status: 200, used } : { status: 200 };
  };
  const other = (): void => {
    buckets.take(post, events.now());
    events.after(1000 / othersPerSecond, other);
  };
  if (othersPerSecond > 0) events.after(1, other);
  return {
    left: () => left,
    refused: () => refused,
    call: (answered: (signs: ThrottleSigns) => void) =>
      events.after(latencyMs / 2, () => {
        const signs = take();
        events.after(latencyMs / 2, () => answered(signs));
      }),
  };
}
