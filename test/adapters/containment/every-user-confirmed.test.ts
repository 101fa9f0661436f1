import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_USERS } from '../../../shared/adapters/containment/next-shared-call';
import type { SharedCalls } from '../../../shared/adapters/containment/shared-calls';
import { SPACING_MS } from '../../../shared/adapters/containment/shared-turns';
import type { GraphReply } from '../../support/shared-call-instances';
import { passUntil, sharedCallInstances } from '../../support/shared-call-instances';

/** Instance 0 lives on: somebody is there to do what a crash leaves. */
const INSTANCES = 4;
const CALL = { mayCall: () => true };

const runs = fc.record({
  asked: fc.array(
    fc.record({
      instance: fc.nat(INSTANCES - 1),
      user: fc.nat(150),
      atMs: fc.nat(8000),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  crashes: fc.array(
    fc.record({ instance: fc.integer({ min: 1, max: INSTANCES - 1 }), atMs: fc.nat(20_000) }),
    {
      maxLength: INSTANCES - 1,
    },
  ),
  replies: fc.array(fc.constantFrom<GraphReply>('ok', 'throttled', 'unavailable', 'lost'), { maxLength: 12 }),
  /** Fast, slow, and now and then an operation that hangs for longer than a lease lasts. */
  latencies: fc.oneof(
    fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
    fc.array(fc.nat(700), { minLength: 1, maxLength: 30 }),
    fc.array(fc.oneof({ weight: 20, arbitrary: fc.nat(50) }, fc.integer({ min: 8000, max: 20_000 })), {
      minLength: 20,
      maxLength: 90,
    }),
  ),
  /** So many users at once, as in a mass compromise. */
  burst: fc.oneof(fc.constant(0), fc.integer({ min: 50, max: 150 })),
  skews: fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: INSTANCES, maxLength: INSTANCES }),
  waitMs: fc.integer({ min: 1000, max: 60_000 }),
});

/** Asks as the app does: what has failed, or was lost with its instance, is asked again by one that lives. */
async function untilAccepted(
  instances: readonly SharedCalls[],
  { crashed, clock }: Pick<ReturnType<typeof sharedCallInstances>, 'crashed' | 'clock'>,
  { instance, user, atMs }: { readonly instance: number; readonly user: number; readonly atMs: number },
): Promise<void> {
  await clock.sleep(atMs);
  for (let tries = 0; ; tries++) {
    const number = crashed.has(instance) ? 0 : instance;
    const lost = async (): Promise<'lost'> => {
      while (!crashed.has(number)) await clock.sleep(5000);
      return 'lost';
    };
    const asked = instances[number]?.set('confirmCompromised', `user-${String(user)}`, CALL);
    const answer = await (number === 0 ? asked : Promise.race([asked, lost()]));
    if (answer !== 'lost' && answer?.kind === 'accepted') return;
    await clock.sleep(1000);
    if (tries > 500) throw new Error('It is not accepted.');
  }
}

it('whatever crashes, fails or is late, every user is confirmed, by one call a second of at most 60 users', () =>
  fc.assert(
    fc.asyncProperty(runs, async ({ asked: some, burst, crashes, replies, latencies, skews, waitMs }) => {
      let operations = 0;
      const atOnce = Array.from({ length: burst }, (_, user) => ({
        instance: user % INSTANCES,
        user,
        atMs: 0,
      }));
      const asked = [...atOnce, ...some];
      const world = sharedCallInstances({
        replies: (call) => replies[call] ?? 'ok',
        latencyMs: () => latencies[operations++ % latencies.length] ?? 0,
        skewMs: (number) => skews[number] ?? 0,
        waitMs,
      });
      const instances = Array.from({ length: INSTANCES }, (_, number) => world.instance(number));
      const crashing = crashes.map(async ({ instance, atMs }) => {
        await world.clock.sleep(atMs);
        world.crashed.add(instance);
      });
      const all = Promise.all([...crashing, ...asked.map((one) => untilAccepted(instances, world, one))]);
      await passUntil(world.clock, all);
      expect(
        [...new Set(asked.map(({ user }) => `user-${String(user)}`))].filter((id) => !world.affected.has(id)),
      ).toEqual([]);
      const times = world.received.map(({ atMs }) => atMs);
      const gaps = times.slice(1).map((atMs, n) => atMs - (times[n] ?? 0));
      expect(gaps.filter((gap) => gap < SPACING_MS)).toEqual([]);
      expect(world.received.filter(({ userIds }) => userIds.length > MAX_USERS)).toEqual([]);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 20) },
  ));
