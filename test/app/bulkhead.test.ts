import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Admission } from '../../shared/app/bulkhead';
import { PROVEN_SHARE, SLOTS, STALLED_AFTER_MS, bulkhead } from '../../shared/app/bulkhead';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import hostJson from '../../host.json';
import { aMessage } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { fixedClock } from '../support/fixed-clock';

/** Of a tenant that is alone and has not answered, and of one that has. */
const [UNPROVEN, PROVEN] = [SLOTS / 4, (SLOTS * 3) / 4];

type Admitted = Extract<Admission, { readonly kind: 'admitted' }>;

function start() {
  const clock = fixedClock();
  const admit = bulkhead(clock);
  const enter = (tenantId = TENANT_ID): Admitted => {
    const admission = admit(tenantId);
    if (admission.kind !== 'admitted') throw new Error(`The tenant is ${admission.kind}.`);
    return admission;
  };
  /** Of so many requests at once, those that are admitted. */
  const burst = (count: number): readonly Admitted[] =>
    Array.from({ length: count }, () => admit(TENANT_ID)).filter((one) => one.kind === 'admitted');
  const prove = (): void => {
    const request = enter();
    request.answered();
    request.leave();
  };
  return { clock, admit, enter, burst, prove };
}

describe('a tenant with many requests', () => {
  it('has three quarters of the messages that the host gives to a trigger, once it has answered', () => {
    const { burst, prove } = start();
    prove();
    expect(burst(200).length).toBe(PROVEN);
    expect(SLOTS).toBe(hostJson.extensions.serviceBus.maxConcurrentCalls);
  });
  it('has a quarter of them until it has answered, and a minute after its last answer', () => {
    const { burst, prove, clock } = start();
    const begun = burst(200);
    expect(begun.length).toBe(UNPROVEN);
    for (const one of begun) one.leave();
    prove();
    clock.advance(60_000);
    expect(burst(200).length).toBe(UNPROVEN);
  });
  it('that has answered has its half however many slots the others hold', () => {
    const { burst, prove, enter } = start();
    prove();
    for (let n = 0; n < SLOTS; n++) enter(`tenant ${String(n)}`);
    expect(burst(200).length).toBe(PROVEN_SHARE);
  });
  it('has the others come back one by one', () => {
    const { admit, burst } = start();
    burst(UNPROVEN);
    const waits = [admit(TENANT_ID), admit(TENANT_ID), admit(TENANT_ID)];
    expect(waits).toEqual([2000, 2025, 2050].map((retryAfterMs) => ({ kind: 'full', retryAfterMs })));
  });
  it('takes nothing from another one', () => {
    const { burst, enter } = start();
    burst(200);
    expect(enter(OTHER_TENANT_ID).kind).toBe('admitted');
  });
  it('is not full of requests that have ended', () => {
    const { burst, prove } = start();
    prove();
    for (const one of burst(200)) one.leave();
    expect(burst(200).length).toBe(PROVEN);
  });
});

describe('a tenant that does not answer', () => {
  it('stalls while a request is in hand, and answers again as soon as one user has an answer', () => {
    const { admit, enter, clock } = start();
    const request = enter();
    clock.advance(STALLED_AFTER_MS);
    expect(admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 0 });
    request.answered();
    expect(admit(TENANT_ID).kind).toBe('admitted');
  });
  it('rests for seven times the time of a request that ended without an answer, and then has one at a time', () => {
    const { admit, enter, clock } = start();
    const request = enter();
    clock.advance(15_000);
    request.leave();
    expect(admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 105_000 });
    clock.advance(105_000);
    const probe = enter();
    expect(admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 0 });
    probe.answered();
    expect(admit(TENANT_ID).kind).toBe('admitted');
  });
  it('does not stall through a request that ends soon', () => {
    const { admit, enter, clock } = start();
    const request = enter();
    clock.advance(STALLED_AFTER_MS - 1);
    request.leave();
    expect(admit(TENANT_ID).kind).toBe('admitted');
  });
  it('does not stall through a long request in which users were answered', () => {
    const { admit, enter, clock } = start();
    const request = enter();
    request.answered();
    clock.advance(60_000);
    request.leave();
    expect(admit(TENANT_ID).kind).toBe('admitted');
  });
  it('does not stall while it answers others', () => {
    const { admit, enter, clock, prove } = start();
    prove();
    enter();
    const other = enter();
    for (let n = 0; n < 10; n++) {
      clock.advance(STALLED_AFTER_MS - 1);
      other.answered();
      expect(admit(TENANT_ID).kind).not.toBe('stalled');
    }
  });
  it('holds, however its requests come, a quarter of the slots for one try and then for an eighth of the time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 50, maxLength: 400 }), (gaps) => {
        const { admit, clock } = start();
        const held: { readonly admitted: Admitted; readonly endsAt: number }[] = [];
        let heldMs = 0;
        for (const gap of gaps) {
          clock.advance(gap);
          const now = clock.monotonicMs();
          for (const { admitted } of held.filter(({ endsAt }) => endsAt <= now)) admitted.leave();
          held.splice(0, held.length, ...held.filter(({ endsAt }) => endsAt > now));
          const admission = admit(TENANT_ID);
          if (admission.kind !== 'admitted') continue;
          held.push({ admitted: admission, endsAt: now + 15_000 });
          heldMs += 15_000;
        }
        const passedMs = gaps.reduce((sum, gap) => sum + gap, 0);
        expect(heldMs).toBeLessThanOrEqual((UNPROVEN + 1) * 15_000 + passedMs / 8);
      }),
    );
  });
});

describe('a request for a tenant that is full or stalls', () => {
  const connection: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['webhook:northwind'] };
  const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };

  it.each([
    ['connected', 'webhook:northwind', robin.userPrincipalName, OTHER_TENANT_ID],
    ['home', 'queue', 'avery@contoso.com', TENANT_ID],
  ] as const)(
    'is scheduled in the %s tenant, and nothing is asked',
    async (_, receivedBy, user, tenantId) => {
      const app = connectedApp([{ connection, users: [robin] }]);
      const admit = bulkhead(app.clock);
      for (let n = 0; n < UNPROVEN; n++) admit(tenantId);
      const message = aMessage({ user });
      const { published } = await processMessage(
        { ...app.dependencies, bulkhead: admit },
        { ...message, history: { ...message.history, receivedBy } },
      );
      expect([published, app.tenant.revoked, app.tenants.get(OTHER_TENANT_ID)?.revoked]).toEqual([
        [],
        [],
        [],
      ]);
      expect(app.requestQueue.scheduled.map(({ at }) => at.getTime() - app.clock.now().getTime())).toEqual([
        2000,
      ]);
    },
  );
  it('is done all the same when it would be too old by then', async () => {
    const app = connectedApp([{ connection, users: [robin] }], { maxRequestAgeMs: 1000 });
    const admit = bulkhead(app.clock);
    for (let n = 0; n < UNPROVEN; n++) admit(TENANT_ID);
    const { published } = await processMessage(
      { ...app.dependencies, bulkhead: admit },
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['signOutPending']);
  });
});
