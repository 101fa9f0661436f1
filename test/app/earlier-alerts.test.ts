import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { SessionsValidFrom } from '../../shared/ports/directory';
import type { Revoker } from '../../shared/ports/revoker';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';

const [avery = '', blake = ''] = members.map(({ id }) => id);
const [T0, MINUTE] = ['2026-11-23T10:00:00.000Z', 60_000];

/** A request of its own that the broker had so many ms after the beginning. */
function requestAt(n: number, body: object, ms = 0): IncomingMessage {
  const enqueuedAt = new Date(Date.parse(T0) + ms).toISOString();
  return aMessage(body, {}, { messageId: `request-${String(n)}`, enqueuedAt });
}
const alertAt = (n: number, user: string, ms = 0): IncomingMessage =>
  requestAt(n, { user, alert: { provider: 'Sentinel', id: `alert-${String(n)}` } }, ms);

type App = ReturnType<typeof appOfTwins>;
const statuses = ({ resultsTopic }: App): string[] =>
  resultsTopic.published.map(({ body }) => {
    const { status, predicted } = resultOfBytes(body).data;
    return predicted === undefined ? status : `${status}: ${predicted}`;
  });

/** The app, in which a request that waits in place lets the others go on. */
function yielding({ dependencies, clock }: App): Dependencies {
  const sleep = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return { ...dependencies, clock: { ...clock, sleep } };
}

/** Delivers messages side by side, and the copies that are scheduled for them. */
async function deliver(app: App, messages: readonly IncomingMessage[]) {
  const { requestQueue, clock } = app;
  const dependencies = yielding(app);
  let waiting = messages;
  for (let rounds = 0; waiting.length > 0 && rounds < 20; rounds++) {
    const taken = requestQueue.scheduled.length;
    await Promise.all(waiting.map((message) => processMessage(dependencies, message)));
    waiting = requestQueue.scheduled.slice(taken).map(copyOf);
    clock.advance(15_000);
  }
}

describe('alerts about one user that the broker had before the call of a revocation', () => {
  it('are answered by it, whatever their ids are and however they name the user', async () => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    await processMessage(app.dependencies, alertAt(1, 'avery@contoso.com'));
    await processMessage(app.dependencies, alertAt(2, avery, 1000));
    await processMessage(app.dependencies, requestAt(3, { user: avery, alert: { title: 'No id' } }, 2000));
    await processMessage(app.dependencies, alertAt(4, 'blake@contoso.com'));
    expect(app.tenant.revoked).toEqual([avery, blake]);
    const [first, second, third] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body));
    expect(second?.data).toMatchObject({
      status: 'duplicate',
      duplicateOf: first?.id,
      detail:
        'The user was signed out at 2026-11-23T10:01:00.000Z, by another request, after this one had come in.',
      methods: [],
    });
    expect(third?.data.status).toBe('duplicate');
  });
  it('cost one call for each user when each of several has ten alerts', async () => {
    const app = appOfTwins();
    const users = members.filter(({ userType }) => userType !== 'Guest');
    app.clock.advance(MINUTE);
    const alerts = Array.from({ length: 10 * users.length }, (_, n) =>
      alertAt(n, users[n % users.length]?.userPrincipalName ?? '', n),
    );
    await deliver(app, alerts);
    expect(app.tenant.revoked.toSorted()).toEqual(users.map(({ id }) => id).toSorted());
    expect(statuses(app).toSorted()).toEqual([
      ...users.flatMap(() => Array<string>(9).fill('duplicate')),
      ...users.map(() => 'signOutPending'),
    ]);
  });
  it('are answered in a brake that allows one revocation, and take no place in it', async () => {
    const app = appOfTwins({ brake: { users: 1, windowMs: 3_600_000, repeats: 1 } });
    app.clock.advance(MINUTE);
    await deliver(
      app,
      Array.from({ length: 10 }, (_, n) => alertAt(n, avery)),
    );
    expect(statuses(app).toSorted()).toEqual([...Array<string>(9).fill('duplicate'), 'signOutPending']);
  });
  it('are predicted to be duplicates by a preview', async () => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    const preview = (n: number) =>
      processMessage(app.dependencies, requestAt(n, { user: avery, alert: {}, whatIf: true }));
    await preview(1);
    await processMessage(app.dependencies, alertAt(2, avery));
    await preview(3);
    expect(statuses(app)).toEqual(['whatIf: signOutPending', 'signOutPending', 'whatIf: duplicate']);
  });
  it('make later requests with their own alert duplicates, as if they had been carried out', async () => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    await processMessage(app.dependencies, alertAt(1, avery));
    await processMessage(app.dependencies, alertAt(2, avery));
    const again = requestAt(3, { user: avery, alert: { provider: 'Sentinel', id: 'alert-2' } }, 2 * MINUTE);
    await processMessage(app.dependencies, again);
    expect(statuses(app)).toEqual(['signOutPending', 'duplicate', 'duplicate']);
  });
});

describe('what is never answered by the revocation for another request', () => {
  it.each<[string, IncomingMessage]>([
    ['an alert that came later', alertAt(2, avery, MINUTE)],
    ['an alert whose time is not known', { ...alertAt(2, avery), history: { origin: {}, attempts: 0 } }],
    ['a request that names nobody and no alert', requestAt(2, { user: avery })],
    ['a request of a person', requestAt(2, { user: avery, alert: {}, requestedBy: 'soc@contoso.com' })],
    [
      'a replay',
      {
        ...alertAt(2, avery),
        history: { origin: { enqueuedAt: T0 }, attempts: 0, replay: 'r', receivedBy: 'queue' },
      },
    ],
  ])('is %s', async (_what, message) => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    await processMessage(app.dependencies, alertAt(1, avery));
    await processMessage(app.dependencies, message);
    expect(app.tenant.revoked).toEqual([avery, avery]);
  });
  it('is an alert whose only revocation has failed', async () => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    const failure = { kind: 'forbidden', detail: textDetail('Permission missing.') } as const;
    const revoke: Revoker['revoke'] = () =>
      Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] });
    const failing = { ...app.dependencies, revokers: { graph: { ...app.tenant.revoker, revoke } } };
    await processMessage(failing, alertAt(1, avery));
    await processMessage(app.dependencies, alertAt(2, avery));
    expect(statuses(app)).toEqual(['failed', 'signOutPending']);
  });
  it.each<[string, SessionsValidFrom]>([
    ['that the directory does not show', { kind: 'read' }],
    [
      'that could not be read back',
      { kind: 'failed', failure: { kind: 'unavailable', detail: textDetail('Down.') } },
    ],
  ])('is an alert whose only revocation is one %s', async (_what, read) => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    const directory = { ...app.dependencies.directory, sessionsValidFrom: () => Promise.resolve(read) };
    await processMessage({ ...app.dependencies, directory }, alertAt(1, avery));
    await processMessage(app.dependencies, alertAt(2, avery));
    expect(app.tenant.revoked).toEqual([avery, avery]);
  });
});

describe('while the call for a user is under way', () => {
  /** The app, in which the first call takes effect, and then waits for the work. */
  function withCall(app: App, work: (dependencies: Dependencies) => Promise<unknown>): Dependencies {
    let calls = 0;
    const { revoker } = app.tenant;
    const revoke: Revoker['revoke'] = async (user, call) => {
      const answer = await revoker.revoke(user, call);
      if (++calls === 1) await work(dependencies);
      return answer;
    };
    const dependencies = { ...yielding(app), revokers: { graph: { ...revoker, revoke } } };
    return dependencies;
  }
  it('the alerts that come share the next call', async () => {
    const app = appOfTwins();
    const later: Promise<unknown>[] = [];
    const dependencies = withCall(app, async (called) => {
      app.clock.advance(50);
      for (let n = 2; n <= 10; n++) later.push(processMessage(called, alertAt(n, avery, 50)));
      await new Promise((resolve) => void setImmediate(resolve));
      app.clock.advance(150);
    });
    await processMessage(dependencies, alertAt(1, avery));
    await Promise.all(later);
    expect(app.tenant.revoked).toEqual([avery, avery]);
    expect(statuses(app).filter((status) => status === 'duplicate')).toHaveLength(8);
  });
  it('an alert that has waited for long is scheduled until the lease ends', async () => {
    const app = appOfTwins();
    const dependencies = withCall(app, async (called) => {
      const { published, retry } = await processMessage(called, alertAt(2, avery));
      expect({ published, reason: retry?.reason }).toEqual({ published: [], reason: 'claimed' });
    });
    await processMessage(dependencies, alertAt(1, avery));
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.requestQueue.scheduled.map(({ at }) => at)).toEqual([new Date('2026-11-23T10:00:15.000Z')]);
  });
  it('an urgent alert that has waited for a moment revokes: the other call may wait behind a backlog', async () => {
    const app = appOfTwins();
    const severe = { user: avery, alert: { id: 'alert-2', severity: 'high' } };
    const dependencies = withCall(app, (called) => processMessage(called, requestAt(2, severe)));
    await processMessage(dependencies, alertAt(1, avery));
    expect(app.tenant.revoked).toEqual([avery, avery]);
    expect(statuses(app)).toEqual(['signOutPending', 'signOutPending']);
    expect(app.requestQueue.scheduled).toEqual([]);
  });
  it('a request of a person waits for nothing', async () => {
    const app = appOfTwins();
    const dependencies = withCall(app, (called) => processMessage(called, requestAt(2, { user: avery })));
    await processMessage(dependencies, alertAt(1, avery));
    expect(app.tenant.revoked).toEqual([avery, avery]);
    expect(statuses(app)).toEqual(['signOutPending', 'signOutPending']);
    expect(app.requestQueue.scheduled).toEqual([]);
  });
});

describe('a request alone', () => {
  it.each([
    ['that is new, beside which its intent is entered', {}, 2],
    ['that is tried again, and enters its intent', { attempts: 1 }, 3],
  ])('with an alert acquires its leases side by side: one %s', async (_what, history, atOnce) => {
    const app = appOfTwins();
    const { ledger } = app.dependencies;
    let begun = 0;
    let open = (): void => undefined;
    const all = new Promise<void>((resolve) => (open = resolve));
    /** A write that is answered when all of them have begun. */
    const together = async <T>(write: () => Promise<T>): Promise<T> => {
      if (++begun === atOnce) open();
      await all;
      return write();
    };
    const { outcomes, revocations, userRevocations } = ledger;
    const dependencies: Dependencies = {
      ...app.dependencies,
      ledger: {
        ...ledger,
        outcomes: { ...outcomes, renew: (...args) => together(() => outcomes.renew(...args)) },
        revocations: { ...revocations, acquire: (...args) => together(() => revocations.acquire(...args)) },
        userRevocations: {
          ...userRevocations,
          acquire: (...args) => together(() => userRevocations.acquire(...args)),
        },
      },
    };
    const message = requestAt(1, { user: avery, alert: { id: 'a-1' } });
    await processMessage(dependencies, { ...message, history: { ...message.history, ...history } });
    expect([begun, app.tenant.revoked]).toEqual([atOnce, [avery]]);
  });
});
