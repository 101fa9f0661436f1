import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SLOTS, bulkhead } from '../../shared/app/bulkhead';
import { processMessage } from '../../shared/app/process-message';
import { aMessage } from '../support/app';
import { connectedApp } from '../support/connected-app';
import { expectEqual } from '../support/equal';
import { fixedClock } from '../support/fixed-clock';
import { OTHER_TENANT_ID } from '../support/builders';

/** How the calls of a tenant end: with an answer, or without one after so many ms. */
type Behaviour = 'answers' | 'hangs' | 'throttles';
const HELD_MS = { hangs: 15_000, throttles: 2_000 } as const;

interface Arrival {
  readonly gapMs: number;
  readonly tenant: string;
  /** For how long its request is in hand where the tenant answers. */
  readonly answerMs: number;
}

/** A request that was scheduled away, and what was in hand then. */
interface ScheduledAway {
  readonly tenant: string;
  readonly kind: string;
  readonly own: number;
  readonly free: number;
  /** Within the last minute. */
  readonly hasAnswered: boolean;
}

interface InHand {
  readonly tenant: string;
  readonly endsAt: number;
  readonly end: () => void;
}

/** A trigger with its slots, to which messages of several tenants arrive; at most `max` of one were in hand. */
function work(arrivals: readonly Arrival[], behaviours: Readonly<Record<string, Behaviour>>) {
  const clock = fixedClock();
  const admit = bulkhead(clock);
  const away: ScheduledAway[] = [];
  const max = new Map<string, number>();
  const answeredAt = new Map<string, number>();
  let inHand: readonly InHand[] = [];
  const passTo = (time: number): void => {
    const ended = inHand.filter(({ endsAt }) => endsAt <= time);
    for (const { endsAt, end } of ended.toSorted((one, other) => one.endsAt - other.endsAt)) {
      clock.advance(endsAt - clock.monotonicMs());
      end();
    }
    inHand = inHand.filter(({ endsAt }) => endsAt > time);
    clock.advance(time - clock.monotonicMs());
  };
  const begin = ({ tenant, answerMs }: Arrival): void => {
    // A full trigger gives no message to the process before a slot is free.
    if (inHand.length === SLOTS) passTo(Math.min(...inHand.map(({ endsAt }) => endsAt)));
    const own = inHand.filter((one) => one.tenant === tenant).length;
    const free = SLOTS - inHand.length;
    const admission = admit(tenant);
    if (admission.kind !== 'admitted') {
      const hasAnswered = clock.monotonicMs() - (answeredAt.get(tenant) ?? -Infinity) < 60_000;
      away.push({ tenant, kind: admission.kind, own, free, hasAnswered });
      return;
    }
    const behaviour = behaviours[tenant] ?? 'answers';
    const end = (): void => {
      if (behaviour === 'answers') {
        answeredAt.set(tenant, clock.monotonicMs());
        admission.answered();
      }
      admission.leave();
    };
    const heldMs = behaviour === 'answers' ? answerMs : HELD_MS[behaviour];
    inHand = [...inHand, { tenant, endsAt: clock.monotonicMs() + heldMs, end }];
    max.set(tenant, Math.max(max.get(tenant) ?? 0, own + 1));
  };
  for (const arrival of arrivals) {
    passTo(clock.monotonicMs() + arrival.gapMs);
    begin(arrival);
  }
  return { away, max };
}

const tenants = ['a', 'b', 'c', 'd'];
const arrivals = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 3_000 })),
    tenant: fc.constantFrom(...tenants),
    answerMs: fc.integer({ min: 20, max: 2_000 }),
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

describe('a tenant that answers, whatever the others do', () => {
  it('has a request scheduled away only while it holds a slot for three that are free', () => {
    fc.assert(
      fc.property(arrivals, behaviours, (all, how) => {
        const { away } = work(all, how);
        for (const { kind, own, free } of away.filter(({ tenant }) => how[tenant as 'a'] === 'answers')) {
          expectEqual(kind, 'full');
          expect(own).toBeGreaterThanOrEqual(Math.max(1, Math.floor(free / 3)));
        }
      }),
    );
  });
  it('has, once it has answered, none scheduled away below half of the slots, nor below three quarters while the others need none', () => {
    fc.assert(
      fc.property(arrivals, behaviours, (all, how) => {
        const ofThose = work(all, how).away.filter(
          ({ tenant, hasAnswered }) => how[tenant as 'a'] === 'answers' && hasAnswered,
        );
        for (const { own, free } of ofThose) {
          expect(own).toBeGreaterThanOrEqual(SLOTS / 2);
          expect(own).toBeGreaterThanOrEqual(3 * free);
        }
      }),
    );
  });
  it('has three quarters of the slots while nobody else needs one', () => {
    const first = { gapMs: 0, tenant: 'a', answerMs: 20 };
    const burst = Array.from({ length: SLOTS }, () => ({ gapMs: 0, tenant: 'a', answerMs: 900 }));
    const { max } = work([first, { ...first, gapMs: 20 }, ...burst], {});
    expect(max.get('a')).toBe((SLOTS * 3) / 4);
  });
  it('has none scheduled away while it uses less than a quarter of the slots and is alone', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const rare = all.filter((_, n) => n < SLOTS / 4).map((one) => ({ ...one, tenant: 'a' }));
        expectEqual(work(rare, {}).away, []);
      }),
    );
  });
});

describe('a tenant that hangs or throttles', () => {
  it('never holds more than a quarter of the slots, if it has not answered', () => {
    fc.assert(
      fc.property(arrivals, behaviours, (all, how) => {
        for (const [tenant, most] of work(all, how).max)
          expect(most).toBeLessThanOrEqual(how[tenant as 'a'] === 'answers' ? (SLOTS * 3) / 4 : SLOTS / 4);
      }),
    );
  });
  it('leaves three quarters of the slots free of sixty messages at once', () => {
    const sixty = Array.from({ length: 60 }, () => ({ gapMs: 0, tenant: 'a', answerMs: 0 }));
    const { away, max } = work(sixty, { a: 'hangs' });
    expect([max.get('a'), away.length]).toEqual([SLOTS / 4, 60 - SLOTS / 4]);
  });
});

describe('two messages of a quiet tenant at once', () => {
  it('are both done at once', async () => {
    const users = ['robin', 'sage'].map((name, n) => ({
      id: `1b2c3d4e-0000-4000-8000-00000000000${String(n)}`,
      userPrincipalName: `${name}@northwind.example`,
    }));
    const connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['webhook:northwind'] as const };
    const { dependencies, clock, requestQueue } = connectedApp([{ connection, users }]);
    const app = { ...dependencies, bulkhead: bulkhead(clock) };
    const both = await Promise.all(
      users.map(({ userPrincipalName: user }, n) => {
        const message = aMessage({ user }, {}, { messageId: `m-${String(n)}` });
        return processMessage(app, {
          ...message,
          history: { ...message.history, receivedBy: 'webhook:northwind' },
        });
      }),
    );
    expect(both.flatMap(({ published }) => published.map(({ outcome }) => outcome.status))).toEqual([
      'signOutPending',
      'signOutPending',
    ]);
    expect(requestQueue.scheduled).toEqual([]);
  });
});
