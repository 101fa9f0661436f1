import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { Revoker } from '../../shared/ports/revoker';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const WINDOW_MS = 3_600_000;
const brake = { users: 2, windowMs: WINDOW_MS, repeats: 20 };
const users = members.filter(({ userType }) => userType !== 'Guest').map(({ id }) => id);

/** What is put on the queue some ms after what came before it. */
interface Asked {
  readonly afterMs: number;
  readonly user: number;
  readonly by: 'alert' | 'urgent' | 'person';
}

const asked = fc.record<Asked>({
  afterMs: fc.oneof(fc.nat({ max: 20_000 }), fc.nat({ max: WINDOW_MS })),
  user: fc.nat({ max: users.length - 1 }),
  by: fc.constantFrom('alert', 'alert', 'urgent', 'person'),
});
const fault = fc.constantFrom<Fault>('refused', 'answerLost', 'answerLate', 'deathBefore', 'deathAfter');
const stories = fc.record({
  /** What waits on the queue is delivered, side by side, after each of these groups has come. */
  deliveries: fc.array(fc.array(asked, { maxLength: 5 }), { minLength: 1, maxLength: 5 }),
  faults: fc
    .array(fc.tuple(fc.nat({ max: 150 }), fault), { maxLength: 6 })
    .map((entries) => new Map<number, Fault>(entries)),
});

type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

/** Requests that died before their calls find, an hour later, the revocation of the first one. */
const alreadyRevoked: Story = {
  deliveries: [
    [0, 0, 0].map((afterMs) => ({ afterMs, user: 0, by: 'alert' })),
    [
      { afterMs: 622_250, user: 2, by: 'alert' },
      { afterMs: 11_637, user: 0, by: 'alert' },
    ],
    [
      { afterMs: 2785, user: 0, by: 'alert' },
      { afterMs: 4042, user: 0, by: 'alert' },
      { afterMs: 2_943_286, user: 1, by: 'person' },
    ],
  ],
  faults: new Map([
    [19, 'deathAfter'],
    [20, 'deathBefore'],
    [21, 'deathAfter'],
  ]),
};

/** Plays a story until everything is answered. Returns whom calls have signed out, and when. */
async function play({ deliveries, faults }: Story) {
  const side = appOfTwins({ brake });
  const { clock, requestQueue, tenant } = side;
  const effects: { readonly user: string; readonly at: number }[] = [];
  const revoke: Revoker['revoke'] = async (user, call) => {
    const answer = await tenant.revoker.revoke(user, call);
    if (answer.kind === 'accepted') effects.push({ user: user.id, at: clock.now().getTime() });
    return answer;
  };
  let [done, came] = [0, 0];
  const start = () =>
    faultyApp(
      {
        ...side.dependencies,
        // Who waits in place lets the others go on.
        clock: { ...clock, sleep: () => new Promise<void>((resolve) => void setImmediate(resolve)) },
        revokers: { graph: { ...tenant.revoker, revoke } },
      },
      () => faults.get(done++),
    );
  let process = start();
  let queue: IncomingMessage[] = [];
  const deliver = async (): Promise<void> => {
    const [messages, taken] = [queue, requestQueue.scheduled.length];
    queue = [];
    const settled = await Promise.allSettled(messages.map((one) => processMessage(process.app, one)));
    const failed = messages.filter((_message, at) => settled[at]?.status === 'rejected');
    queue.push(...failed, ...requestQueue.scheduled.slice(taken).map(copyOf));
    if (process.isDead()) process = start();
  };
  for (const group of deliveries) {
    for (const { afterMs, user, by } of group) {
      clock.advance(afterMs);
      const id = `request-${String(came++)}`;
      const alert = { id, ...(by === 'urgent' && { severity: 'high' }) };
      const body = { user: users[user], ...(by !== 'person' && { alert }) };
      queue.push(aMessage(body, {}, { messageId: id, enqueuedAt: clock.now().toISOString() }));
    }
    await deliver();
  }
  for (let rounds = 0; queue.length > 0 && rounds < 60; rounds++) {
    clock.advance(16_000);
    await deliver();
  }
  return effects;
}

describe('the brake', () => {
  it('holds within any window, however alerts answer each other and processes die', () =>
    fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const effects = await play(story);
        for (const { at: end } of effects) {
          const within = effects.filter(({ at }) => at > end - WINDOW_MS && at <= end);
          expect(new Set(within.map(({ user }) => user)).size).toBeLessThanOrEqual(brake.users);
        }
      }),
      { numRuns: 100, examples: [[alreadyRevoked]] },
    ));
});
