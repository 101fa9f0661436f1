import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import { textDetail } from '../../shared/core/detail';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import { faultyApp } from '../support/faulty-app';

const [avery, blake] = [members[0]?.id ?? '', members[1]?.id ?? ''];
const both = { users: ['avery@contoso.com', 'blake@contoso.com'] };
const throttled: BackendFailure = { kind: 'throttled', detail: textDetail('Throttled.') };

/** The app with a backend that throttles the revocation of one user. */
function throttling(dependencies: Dependencies, userId: string): Dependencies {
  const { graph } = dependencies.revokers;
  const revoke: typeof graph.revoke = (user, mayCall) =>
    user.id === userId
      ? Promise.resolve({ kind: 'failed', failure: throttled, attempts: 6, requestIds: [] })
      : graph.revoke(user, mayCall);
  return { ...dependencies, revokers: { graph: { ...graph, revoke } } };
}

/** Processes a message, and so many of its copies, when they are due. */
async function tries(
  app: Dependencies,
  { requestQueue, clock }: Pick<ReturnType<typeof appOfTwins>, 'requestQueue' | 'clock'>,
  copies: number,
): Promise<void> {
  await processMessage(app, aMessage(both));
  for (let n = 0; n < copies; n++) {
    clock.advance(600_000);
    const copy = requestQueue.scheduled[n];
    if (copy) await processMessage(app, copyOf(copy));
  }
}

describe('an outcome of a message in which another user waits', () => {
  it('is not published again at each try', async () => {
    const side = appOfTwins();
    await tries(throttling(side.dependencies, blake), side, 5);
    expect(side.requestQueue.scheduled).toHaveLength(6);
    expect(side.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    const kinds = side.telemetry.events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'waiting')).toEqual(['outcome']);
    await processMessage(side.dependencies, copyOf(side.requestQueue.scheduled[5] ?? { original: never() }));
    expect(side.resultsTopic.published).toHaveLength(2);
    expect(side.tenant.revoked).toEqual([avery, blake]);
  });
  it('is published again when its message is delivered or sent again', async () => {
    const side = appOfTwins();
    await tries(throttling(side.dependencies, blake), side, 1);
    await processMessage(throttling(side.dependencies, blake), aMessage(both));
    const [first, second] = side.resultsTopic.published;
    expect(side.resultsTopic.published).toHaveLength(2);
    expect(second).toEqual(first);
  });
});

describe('an outcome whose first publication failed', () => {
  it.each(['refused', 'answerLost'] as const)(
    'is published by the next try, and is in telemetry once: %s',
    async (fault) => {
      const side = appOfTwins();
      let publications = 0;
      const { app } = faultyApp(side.dependencies, (_n, effect) =>
        effect === 'publish' && ++publications === 1 ? fault : undefined,
      );
      const request = aMessage({ user: 'avery@contoso.com' });
      await processMessage(app, request);
      expect(side.telemetry.events).toEqual([]);
      const [copy] = side.requestQueue.scheduled;
      if (copy) await processMessage(app, copyOf(copy));
      const bodies = new Set(side.resultsTopic.published.map(({ body }) => Buffer.from(body).toString()));
      expect(bodies.size).toBe(1);
      expect(side.resultsTopic.published).toHaveLength(fault === 'refused' ? 1 : 2);
      expect(side.telemetry.events).toMatchObject([
        {
          kind: 'outcome',
          outcome: { status: 'signOutPending', mode: 'revoke', verified: true, user: { id: avery } },
          durationsMs: {},
        },
      ]);
      expect(side.tenant.revoked).toEqual([avery]);
    },
  );
  it('is in telemetry once when the answer to its record was lost', async () => {
    const side = appOfTwins();
    const { app } = faultyApp(side.dependencies, (_n, effect) =>
      effect === 'record outcome' ? 'answerLost' : undefined,
    );
    await processMessage(app, aMessage({ user: 'nobody@contoso.com' }));
    const [copy] = side.requestQueue.scheduled;
    if (copy) await processMessage(app, copyOf(copy));
    expect(side.telemetry.events.map(({ kind }) => kind)).toEqual(['outcome']);
    expect(side.resultsTopic.published).toHaveLength(1);
  });
});

describe('an outcome that is published and cannot be marked', () => {
  it('is not an error: its message is done', async () => {
    const side = appOfTwins();
    const { app } = faultyApp(side.dependencies, (_n, effect) =>
      effect === 'mark outcome' ? 'refused' : undefined,
    );
    const { published, retry } = await processMessage(app, aMessage({ user: 'avery@contoso.com' }));
    expect(published).toMatchObject([{ outcome: { status: 'signOutPending' }, republished: false }]);
    expect(retry).toBeUndefined();
  });
});

function never(): never {
  throw new Error('There is no such copy.');
}
