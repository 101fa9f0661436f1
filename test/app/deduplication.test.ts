import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import type { Result } from '../../shared/messages/result-schema';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { Dependencies } from '../../shared/app/dependencies';
import type { Revoker } from '../../shared/ports/revoker';
import { textDetail } from '../../shared/core/detail';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';

const avery = members[0]?.id ?? '';
let requests = 0;

/** A request for one alert, with an id of its own. */
function alertFor(
  user: string,
  alert: object = { provider: 'Sentinel', id: 'a-1' },
  more: object = {},
): IncomingMessage {
  return aMessage({ user, alert, ...more }, {}, { messageId: `request-${String(++requests)}` });
}

/** The app with another way of revoking. */
function withRevoke(dependencies: Dependencies, revoke: Revoker['revoke']): Dependencies {
  return { ...dependencies, revokers: { graph: { ...dependencies.revokers.graph, revoke } } };
}

function resultsOf({ resultsTopic }: ReturnType<typeof appOfTwins>): Result['data'][] {
  return resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
}

describe('a second request for the same user and alert', () => {
  it('is a duplicate of the first, and nobody is revoked again', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    await processMessage(app.dependencies, alertFor(avery));
    expect(app.tenant.revoked).toEqual([avery]);
    const [, second] = resultsOf(app);
    expect(second).toMatchObject({
      status: 'duplicate',
      duplicateOf: app.resultsTopic.published[0]?.messageId,
      methods: [],
    });
  });
  it('revokes again once the window has passed', async () => {
    const app = appOfTwins({ deduplicationWindowMs: 60_000 });
    await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    app.clock.advance(60_001);
    await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    expect(app.tenant.revoked).toEqual([avery, avery]);
  });
  it('revokes again when its alert is newer than the revocation', async () => {
    const app = appOfTwins();
    const alert = (createdAt: string): object => ({ id: 'a-1', createdAt });
    await processMessage(app.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T09:59:00Z')));
    app.clock.advance(60_000);
    await processMessage(app.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T10:00:30Z')));
    expect(app.tenant.revoked).toEqual([avery, avery]);
    await processMessage(app.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T10:00:30Z')));
    expect(resultsOf(app).map(({ status }) => status)).toEqual([
      'signOutPending',
      'signOutPending',
      'duplicate',
    ]);
  });
  it.each([
    ['another alert', { provider: 'Sentinel', id: 'a-2' }],
    ['an alert without an id', { provider: 'Sentinel' }],
  ])('revokes again for %s', async (_what, alert) => {
    const app = appOfTwins();
    await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    await processMessage(app.dependencies, alertFor('avery@contoso.com', alert));
    expect(app.tenant.revoked).toEqual([avery, avery]);
  });
  it('is predicted to be a duplicate in a preview, and a preview makes no later request a duplicate', async () => {
    const app = appOfTwins();
    const preview = (): IncomingMessage => alertFor('avery@contoso.com', { id: 'a-1' }, { whatIf: true });
    await processMessage(app.dependencies, preview());
    await processMessage(app.dependencies, alertFor('avery@contoso.com', { id: 'a-1' }));
    await processMessage(app.dependencies, preview());
    expect(resultsOf(app).map(({ status, predicted }) => predicted ?? status)).toEqual([
      'signOutPending',
      'signOutPending',
      'duplicate',
    ]);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('revokes when the first has failed, since its lease was released', async () => {
    const app = appOfTwins();
    const failure: BackendFailure = { kind: 'forbidden', detail: textDetail('Permission missing.') };
    const failing = withRevoke(app.dependencies, () =>
      Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] }),
    );
    await processMessage(failing, alertFor('avery@contoso.com'));
    await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    expect(resultsOf(app).map(({ status }) => status)).toEqual(['failed', 'signOutPending']);
  });
  it('revokes when the first has thrown, since its lease was released', async () => {
    const app = appOfTwins();
    const failing = withRevoke(app.dependencies, () => Promise.reject(new TypeError('A bug.')));
    await expect(processMessage(failing, alertFor('avery@contoso.com'))).rejects.toThrow('A bug.');
    const { retry } = await processMessage(app.dependencies, alertFor('avery@contoso.com'));
    expect(retry).toBeUndefined();
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('two requests for the same user and alert at once', () => {
  it('revoke once, and the other is retried when the lease of the first ends', async () => {
    const app = appOfTwins();
    const { graph } = app.dependencies.revokers;
    let second: Promise<unknown> | undefined;
    const meanwhile = withRevoke(app.dependencies, async (user, mayCall) => {
      second ??= processMessage(app.dependencies, alertFor('avery@contoso.com'));
      await second;
      return graph.revoke(user, mayCall);
    });
    await processMessage(meanwhile, alertFor('avery@contoso.com'));
    expect(await second).toMatchObject({
      published: [],
      retry: { reason: 'claimed', at: new Date('2026-11-23T10:00:15.000Z') },
    });
    expect(app.tenant.revoked).toEqual([avery]);
  });
});
