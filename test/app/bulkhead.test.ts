import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Admission } from '../../shared/app/bulkhead';
import { bulkhead } from '../../shared/app/bulkhead';
import { MAX_PROBES, PROBE_MS, PROVEN_SHARE, SLOTS, STALLED_AFTER_MS } from '../../shared/app/tenant-in-hand';
import hostJson from '../../host.json';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { steppedClock } from '../support/stepped-clock';

/** Of a tenant that is alone: those it holds at once when it has answered, and those that are not scheduled away when it has not. */
const [PROVEN, UNPROVEN] = [(SLOTS * 3) / 4, SLOTS / 2];

type Admitted = Extract<Admission, { readonly kind: 'admitted' }>;

function start() {
  const clock = steppedClock();
  const admit = bulkhead(clock);
  const enter = async (tenantId = TENANT_ID): Promise<Admitted> => {
    const admission = await admit(tenantId);
    if (admission.kind !== 'admitted') throw new Error(`The tenant is ${admission.kind}.`);
    return admission;
  };
  /** So many requests at once; each is in the result as soon as it is admitted or scheduled. */
  const come = async (count: number, tenantId = TENANT_ID): Promise<readonly Admission[]> => {
    const settled: Admission[] = [];
    for (let n = 0; n < count; n++) void admit(tenantId).then((admission) => settled.push(admission));
    await clock.pass(0);
    return settled;
  };
  const prove = async (tenantId = TENANT_ID): Promise<void> => {
    const request = await enter(tenantId);
    request.answered();
    request.leave();
  };
  return { clock, admit, enter, come, prove };
}

function admittedOf(settled: readonly Admission[]): readonly Admitted[] {
  return settled.filter((one) => one.kind === 'admitted');
}

function retriesOf(settled: readonly Admission[]): readonly number[] {
  return settled.flatMap((one) => (one.kind === 'full' ? [one.retryAfterMs] : []));
}

describe('a tenant with many requests', () => {
  it('has three quarters of the messages that the host gives to a trigger, once it has answered', async () => {
    const { come, prove } = start();
    await prove();
    expect(admittedOf(await come(200)).length).toBe(PROVEN);
    expect(SLOTS).toBe(hostJson.extensions.serviceBus.maxConcurrentCalls);
  });
  it('that has answered has its half however many slots the others hold', async () => {
    const { come, prove, enter } = start();
    await prove();
    for (let n = 0; n < SLOTS; n++) await prove(`tenant ${String(n)}`);
    for (let n = 0; n < SLOTS; n++) await enter(`tenant ${String(n)}`);
    expect(admittedOf(await come(200)).length).toBe(PROVEN_SHARE);
  });
  it('has the others come back one by one', async () => {
    const { come, prove } = start();
    await prove();
    expect(retriesOf(await come(PROVEN + 3))).toEqual([2000, 2025, 2050]);
  });
  it('takes nothing from another one', async () => {
    const { come, enter } = start();
    await come(200);
    expect((await enter(OTHER_TENANT_ID)).kind).toBe('admitted');
  });
  it('is not full of requests that have ended', async () => {
    const { come, prove } = start();
    await prove();
    for (const one of admittedOf(await come(200))) one.leave();
    expect(admittedOf(await come(200)).length).toBe(PROVEN);
  });
});

describe('a tenant that has not answered in the last minute', () => {
  it.each(['ever', 'in the last minute'])(
    'has one request begun, and the others as soon as this one has an answer: not %s',
    async (when) => {
      const { come, prove, clock } = start();
      if (when !== 'ever') await prove();
      await clock.pass(60_000);
      const settled = await come(UNPROVEN);
      expect(settled.length).toBe(1);
      await clock.pass(PROBE_MS - 1);
      admittedOf(settled)[0]?.answered();
      await clock.pass(0);
      expect(admittedOf(settled).length).toBe(UNPROVEN);
      for (const one of admittedOf(settled)) one.leave();
      expect(admittedOf(await come(200)).length).toBe(PROVEN);
    },
  );
  it('has the next one begun when the first ends without an answer', async () => {
    const { come, clock } = start();
    const settled = await come(3);
    for (let ended = 0; ended < 3; ended++) {
      expect(settled.length).toBe(ended + 1);
      admittedOf(settled)[ended]?.leave();
      await clock.pass(1);
    }
  });
  it('has those scheduled that have waited for a second, and later ones at once', async () => {
    const { come, clock } = start();
    const settled = await come(3);
    await clock.pass(PROBE_MS - 1);
    expect(settled.length).toBe(1);
    await clock.pass(1);
    expect(retriesOf(settled)).toEqual([2000, 2025]);
    expect(retriesOf(await come(1))).toEqual([2050]);
  });
  it('has no more of them wait than slots are free', async () => {
    const { come } = start();
    expect(retriesOf(await come(200)).length).toBe(200 - UNPROVEN);
  });
});

describe('many tenants that have not answered', () => {
  const names = Array.from({ length: 50 }, (_, n) => `tenant ${String(n)}`);

  it('leave a quarter of the slots to those that have, though all hang', async () => {
    const { come, prove, enter, clock } = start();
    await prove();
    const settled = await Promise.all(names.map((name) => come(1, name)));
    expect(admittedOf(settled.flat()).length).toBe(MAX_PROBES);
    expect((await enter()).kind).toBe('admitted');
    await clock.pass(PROBE_MS);
    expect(retriesOf(settled.flat()).length).toBe(names.length - MAX_PROBES);
    expect(MAX_PROBES).toBe((SLOTS * 3) / 4);
  });
  it('have their turn one after the other as the first answer', async () => {
    const { come, clock } = start();
    const settled = await Promise.all(names.map((name) => come(1, name)));
    for (const name of names) {
      admittedOf(settled[names.indexOf(name)] ?? [])[0]?.answered();
      await clock.pass(1);
    }
    expect(admittedOf(settled.flat()).length).toBe(names.length);
  });
});

describe('a tenant that does not answer', () => {
  it('stalls while a request is in hand, and answers again as soon as one user has an answer', async () => {
    const { admit, enter, clock } = start();
    const request = await enter();
    await clock.pass(STALLED_AFTER_MS);
    expect(await admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 0 });
    request.answered();
    expect((await admit(TENANT_ID)).kind).toBe('admitted');
  });
  it('rests for seven times the time of a request that ended without an answer, and then has one at a time', async () => {
    const { admit, enter, clock } = start();
    const request = await enter();
    await clock.pass(15_000);
    request.leave();
    expect(await admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 105_000 });
    await clock.pass(105_000);
    const probe = await enter();
    expect(await admit(TENANT_ID)).toEqual({ kind: 'stalled', retryAfterMs: 0 });
    probe.answered();
    expect((await admit(TENANT_ID)).kind).toBe('admitted');
  });
  it('does not stall through a request that ends soon', async () => {
    const { enter, clock } = start();
    const request = await enter();
    await clock.pass(STALLED_AFTER_MS - 1);
    request.leave();
    expect((await enter()).kind).toBe('admitted');
  });
  it('does not stall through a long request in which users were answered', async () => {
    const { enter, clock } = start();
    const request = await enter();
    request.answered();
    await clock.pass(60_000);
    request.leave();
    expect((await enter()).kind).toBe('admitted');
  });
  it('does not stall while it answers others', async () => {
    const { admit, enter, clock, prove } = start();
    await prove();
    await enter();
    const other = await enter();
    for (let n = 0; n < 10; n++) {
      await clock.pass(STALLED_AFTER_MS - 1);
      other.answered();
      expect((await admit(TENANT_ID)).kind).not.toBe('stalled');
    }
  });
  it('holds, however its requests come, one slot for one try and then for an eighth of the time', async () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 50, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(gaps, async (all) => {
        const { admit, clock } = start();
        let heldMs = 0;
        const hang = async (): Promise<void> => {
          const begunAt = clock.monotonicMs();
          const admission = await admit(TENANT_ID);
          heldMs += clock.monotonicMs() - begunAt;
          if (admission.kind !== 'admitted') return;
          heldMs += 15_000;
          await clock.sleep(15_000);
          admission.leave();
        };
        for (const gap of all) {
          await clock.pass(gap);
          void hang();
        }
        const passedMs = all.reduce((sum, gap) => sum + gap, 0);
        expect(heldMs).toBeLessThanOrEqual(2 * 15_000 + UNPROVEN * PROBE_MS + passedMs / 8);
      }),
    );
  });
});
