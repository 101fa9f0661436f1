import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
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

/** Delivers messages side by side, and the copies that are scheduled for them. Who waits in place lets the others go on. */
async function deliver({ requestQueue, clock, ...app }: App, messages: readonly IncomingMessage[]) {
  const sleep = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  const dependencies = { ...app.dependencies, clock: { ...clock, sleep } };
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
  it('is an alert whose only revocation the directory does not show', async () => {
    const app = appOfTwins();
    app.clock.advance(MINUTE);
    const unread = { kind: 'read' as const };
    const directory = { ...app.dependencies.directory, sessionsValidFrom: () => Promise.resolve(unread) };
    await processMessage({ ...app.dependencies, directory }, alertAt(1, avery));
    await processMessage(app.dependencies, alertAt(2, avery));
    expect(app.tenant.revoked).toEqual([avery, avery]);
  });
});
