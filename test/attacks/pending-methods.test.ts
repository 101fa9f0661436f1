import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { aMessage, copyOf, members } from '../support/app';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';
import { appWithSharePoint, failing } from '../support/two-methods';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';
const signedOut: RevocationAnswer = {
  kind: 'accepted',
  acceptedAt: new Date('2026-11-23T10:05:00.000Z'),
  effect: 'signedOut',
  attempts: 1,
  requestIds: ['s-9'],
};
/** More effects than any of these requests has. */
const MAX_EFFECTS = 60;
const FAULTS: readonly Fault[] = ['refused', 'answerLost', 'deathBefore', 'deathAfter'];

/** Delivers a message and its copies as a broker does, with a fault at one effect. SharePoint answers its third call. */
async function deliver(body: unknown, at: number, fault: Fault) {
  let calls = 0;
  const side = appWithSharePoint(() => Promise.resolve(++calls < 3 ? failing('unavailable') : signedOut));
  const { clock, requestQueue } = side;
  let effects = 0;
  let struck = '';
  const start = () =>
    faultyApp(side.dependencies, (_n, effect) => {
      if (effects++ !== at) return undefined;
      struck = effect;
      return fault;
    });
  let { app, isDead } = start();
  const untilSettled = async (message: IncomingMessage): Promise<void> => {
    for (;;) {
      try {
        return void (await processMessage(app, message));
      } catch {
        clock.advance(60_000);
        if (isDead()) ({ app, isDead } = start());
      }
    }
  };
  await untilSettled(aMessage(body));
  for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
    clock.advance(60_000);
    const copy = requestQueue.scheduled[copies];
    if (copy) await untilSettled(copyOf(copy));
  }
  return { ...side, effects, calls, struck };
}

/** The messages of each id: every one must be the same, byte for byte. */
function expectOneBodyPerId({
  published,
}: {
  published: readonly { messageId: string; body: Uint8Array }[];
}) {
  for (const copies of Map.groupBy(published, ({ messageId }) => messageId).values())
    for (const copy of copies) expect(copy.body).toEqual(copies[0]?.body);
}

describe.each<[string, unknown, readonly string[]]>([
  ['one user of an alert', { user: 'avery@contoso.com', alert: { id: 'a-1' } }, [avery]],
  ['two users', { users: ['avery@contoso.com', 'blake@contoso.com'], alert: { id: 'a-1' } }, [avery, blake]],
])('a request for %s whose process fails at any effect', (_what, body, users) => {
  it.each(FAULTS)(
    'by %s has every outcome and every pending method reported once, with one id and one body',
    async (fault) => {
      let last = 0;
      for (let at = 0; at === 0 || (at < last && at < MAX_EFFECTS); at++) {
        const side = await deliver(body, at, fault);
        last = Math.max(last, side.effects);
        expectOneBodyPerId(side.resultsTopic);
        const outcomes = side.outcomes();
        expect(outcomes.map(({ data }) => data.status)).toEqual(
          users.map(() => expect.stringMatching(/^sign(edOut|OutPending)$/)),
        );
        const pending = outcomes.filter(({ data }) =>
          data.methods.some(({ status }) => status === 'pending'),
        );
        const reported = side.methodEvents().map(({ data }) => data.outcomeId);
        expect(reported.toSorted()).toEqual(pending.map(({ id }) => id).toSorted());
        expect(side.methodEvents().every(({ data }) => data.method.status === 'signedOut')).toBe(true);
        // No call is left out, and at most one of each user is counted that a death has prevented.
        const counted = outcomes.flatMap(({ id, data }) => {
          const own = side.methodEvents().find((event) => event.data.outcomeId === id)?.data.method;
          return own?.attempts ?? data.methods.find(({ name }) => name === 'sharePoint')?.attempts ?? 0;
        });
        const sum = counted.reduce((all, one) => all + one, 0);
        // Calls beside a call of Graph that has failed are of a try that made no outcome.
        expect(sum - side.calls).toBeGreaterThanOrEqual(side.struck === 'revoke' ? -1 : 0);
        expect(sum - side.calls).toBeLessThanOrEqual(users.length);
        expect(side.tenant.revoked.toSorted()).toEqual([...users].toSorted());
      }
      expect(last).toBeGreaterThan(15);
    },
  );
});

describe('a revocation whose process died before its outcome was recorded', () => {
  it('is reported with SharePoint pending, which is then called and reported', async () => {
    const side = appWithSharePoint(4);
    const { app } = faultyApp(side.dependencies, (_n, effect) =>
      effect === 'read back' ? 'deathBefore' : undefined,
    );
    await expect(processMessage(app, aMessage({ user: 'avery@contoso.com' }))).rejects.toThrow();
    side.clock.advance(16_000);
    const next: Dependencies = side.dependencies;
    await processMessage(next, aMessage({ user: 'avery@contoso.com' }));
    expect(side.outcomes()[0]?.data).toMatchObject({
      status: 'signOutPending',
      methods: [
        { name: 'graph', status: 'accepted' },
        { name: 'sharePoint', status: 'pending' },
      ],
    });
    const [copy] = side.requestQueue.scheduled;
    if (copy) await processMessage(next, copyOf(copy));
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'signedOut' } } }]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
});
