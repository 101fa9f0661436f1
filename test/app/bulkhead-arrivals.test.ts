import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Admission } from '../../shared/app/bulkhead';
import { bulkhead } from '../../shared/app/bulkhead';
import { PROBE_MS, SLOTS } from '../../shared/app/tenant-in-hand';
import { steppedClock } from '../support/stepped-clock';

/** How the calls of a tenant end: with an answer, or without one after so many ms. */
type Behaviour = 'answers' | 'hangs' | 'throttles';
const HELD_MS = { hangs: 15_000, throttles: 2_000 } as const;

interface Arrival {
  readonly gapMs: number;
  readonly tenant: string;
  /** For how long its request is in hand where the tenant answers. */
  readonly answerMs: number;
}

type Admitted = Extract<Admission, { readonly kind: 'admitted' }>;

/** A request that was scheduled away, and what was in hand then. */
interface ScheduledAway {
  readonly tenant: string;
  readonly kind: string;
  readonly own: number;
  readonly free: number;
  /** Within the last minute. */
  readonly hasAnswered: boolean;
  readonly waitedMs: number;
}

/** A trigger with its slots, to which messages of several tenants arrive; at most `max` of one were begun and not ended. */
async function work(arrivals: readonly Arrival[], behaviours: Readonly<Record<string, Behaviour>>) {
  const clock = steppedClock();
  const admit = bulkhead(clock);
  const away: ScheduledAway[] = [];
  const answeredAt = new Map<string, number>();
  const [begun, max] = [new Map<string, number>(), new Map<string, number>()];
  const held: string[] = [];
  const call = async ({ tenant, answerMs }: Arrival, admission: Admitted): Promise<void> => {
    const count = (by: number): number => (begun.get(tenant) ?? 0) + by;
    begun.set(tenant, count(1));
    max.set(tenant, Math.max(max.get(tenant) ?? 0, count(0)));
    const behaviour = behaviours[tenant] ?? 'answers';
    await clock.sleep(behaviour === 'answers' ? answerMs : HELD_MS[behaviour]);
    if (behaviour === 'answers') {
      answeredAt.set(tenant, clock.monotonicMs());
      admission.answered();
    }
    begun.set(tenant, count(-1));
    admission.leave();
  };
  const handle = async (arrival: Arrival): Promise<void> => {
    const { tenant } = arrival;
    const own = held.filter((one) => one === tenant).length;
    const free = SLOTS - held.length;
    const cameAt = clock.monotonicMs();
    held.push(tenant);
    const admission = await admit(tenant);
    if (admission.kind === 'admitted') await call(arrival, admission);
    else {
      const hasAnswered = cameAt - (answeredAt.get(tenant) ?? -Infinity) < 60_000;
      const waitedMs = clock.monotonicMs() - cameAt;
      away.push({ tenant, kind: admission.kind, own, free, hasAnswered, waitedMs });
    }
    held.splice(held.indexOf(tenant), 1);
  };
  for (const arrival of arrivals) {
    await clock.pass(arrival.gapMs);
    // A full trigger gives no message to the process before a slot is free.
    while (held.length === SLOTS) await clock.passToNext();
    void handle(arrival);
  }
  return { away, max };
}

const tenants = ['a', 'b', 'c', 'd'];
const arrivals = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 3_000 })),
    tenant: fc.constantFrom(...tenants),
    answerMs: fc.integer({ min: 20, max: PROBE_MS - 1 }),
  }),
  { minLength: 20, maxLength: 300 },
);
const behaviour = fc.constantFrom<Behaviour>('answers', 'answers', 'hangs', 'throttles');
const behaviours = fc.record({
  a: fc.constant<Behaviour>('answers'),
  b: behaviour,
  c: behaviour,
  d: behaviour,
});

const isWell = (how: Readonly<Record<string, Behaviour>>, tenant: string): boolean =>
  how[tenant] === 'answers';

describe('a tenant that answers within a second, whatever the others do', () => {
  it('has a request scheduled away only while it holds a slot for each that is free, and at once', () =>
    fc.assert(
      fc.asyncProperty(arrivals, behaviours, async (all, how) => {
        const { away } = await work(all, how);
        for (const { kind, own, free, waitedMs } of away.filter(({ tenant }) => isWell(how, tenant))) {
          expect([kind, waitedMs]).toEqual(['full', 0]);
          expect(own).toBeGreaterThanOrEqual(Math.max(1, free));
        }
      }),
    ));
  it('has, once it has answered, none scheduled away below half of the slots, nor below three quarters while the others need none', () =>
    fc.assert(
      fc.asyncProperty(arrivals, behaviours, async (all, how) => {
        const { away } = await work(all, how);
        const ofThose = away.filter(({ tenant, hasAnswered }) => isWell(how, tenant) && hasAnswered);
        for (const { own, free } of ofThose) {
          expect(own).toBeGreaterThanOrEqual(SLOTS / 2);
          expect(own).toBeGreaterThanOrEqual(3 * free);
        }
      }),
    ));
  it('has three quarters of the slots while nobody else needs one', async () => {
    const first = { gapMs: 0, tenant: 'a', answerMs: 20 };
    const burst = Array.from({ length: SLOTS }, () => ({ gapMs: 0, tenant: 'a', answerMs: 900 }));
    const { max } = await work([first, { ...first, gapMs: 20 }, ...burst], {});
    expect(max.get('a')).toBe((SLOTS * 3) / 4);
  });
  it('has none scheduled away while it uses half of the slots and is alone', () =>
    fc.assert(
      fc.asyncProperty(arrivals, async (all) => {
        const rare = all.slice(0, SLOTS / 2).map((one) => ({ ...one, tenant: 'a' }));
        expect((await work(rare, {})).away).toEqual([]);
      }),
    ));
});

describe('a tenant that hangs or throttles', () => {
  it('never has more than one request begun', () =>
    fc.assert(
      fc.asyncProperty(arrivals, behaviours, async (all, how) => {
        for (const [tenant, most] of (await work(all, how)).max)
          expect(most).toBeLessThanOrEqual(isWell(how, tenant) ? (SLOTS * 3) / 4 : 1);
      }),
    ));
  it('has no request wait for longer than a second before it is scheduled', () =>
    fc.assert(
      fc.asyncProperty(arrivals, behaviours, async (all, how) => {
        for (const { waitedMs } of (await work(all, how)).away)
          expect(waitedMs).toBeLessThanOrEqual(PROBE_MS);
      }),
    ));
});
