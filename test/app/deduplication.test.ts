import { describe, expect, it } from '@jest/globals';
import type { BackendFailure } from '../../shared/core/backend-failure';
import type { Result } from '../../shared/messages/result-schema';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, members, resultOfBytes, appOfTwins } from '../support/app';

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

function resultsOf({ results }: ReturnType<typeof appOfTwins>): Result['data'][] {
  return resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
}

describe('a second request for the same user and alert', () => {
  it('is a duplicate of the first, and nobody is revoked again', async () => {
    const side = appOfTwins();
    await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    await processMessage(side.dependencies, alertFor(avery));
    expect(side.tenant.revoked).toEqual([avery]);
    const [, second] = resultsOf(side);
    expect(second).toMatchObject({
      status: 'duplicate',
      duplicateOf: side.resultsTopic.published[0]?.messageId,
      methods: [],
    });
  });
  it('revokes again once the window has passed', async () => {
    const side = appOfTwins({ deduplicationWindowMs: 60_000 });
    await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    side.clock.advance(60_001);
    await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    expect(side.tenant.revoked).toEqual([avery, avery]);
  });
  it('revokes again when its alert is newer than the revocation', async () => {
    const side = appOfTwins();
    const alert = (createdAt: string): object => ({ id: 'a-1', createdAt });
    await processMessage(side.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T09:59:00Z')));
    side.clock.advance(60_000);
    await processMessage(side.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T10:00:30Z')));
    expect(side.tenant.revoked).toEqual([avery, avery]);
    await processMessage(side.dependencies, alertFor('avery@contoso.com', alert('2026-11-23T10:00:30Z')));
    expect(resultsOf(side).map(({ status }) => status)).toEqual([
      'signOutPending',
      'signOutPending',
      'duplicate',
    ]);
  });
  it.each([
    ['another alert', { provider: 'Sentinel', id: 'a-2' }],
    ['an alert without an id', { provider: 'Sentinel' }],
  ])('revokes again for %s', async (_what, alert) => {
    const side = appOfTwins();
    await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    await processMessage(side.dependencies, alertFor('avery@contoso.com', alert));
    expect(side.tenant.revoked).toEqual([avery, avery]);
  });
  it('is previewed as a duplicate, and a preview makes no duplicate of what comes after', async () => {
    const side = appOfTwins();
    const preview = (): IncomingMessage => alertFor('avery@contoso.com', { id: 'a-1' }, { whatIf: true });
    await processMessage(side.dependencies, preview());
    await processMessage(side.dependencies, alertFor('avery@contoso.com', { id: 'a-1' }));
    await processMessage(side.dependencies, preview());
    expect(resultsOf(side).map(({ status, predicted }) => predicted ?? status)).toEqual([
      'signOutPending',
      'signOutPending',
      'duplicate',
    ]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('may try when the first has failed: its claim was released', async () => {
    const side = appOfTwins();
    const failure: BackendFailure = { kind: 'forbidden', detail: 'Permission missing.' };
    const { revoker } = side.dependencies;
    const revoke: typeof revoker.revoke = () =>
      Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] });
    await processMessage(
      { ...side.dependencies, revoker: { ...revoker, revoke } },
      alertFor('avery@contoso.com'),
    );
    await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    expect(resultsOf(side).map(({ status }) => status)).toEqual(['failed', 'signOutPending']);
  });
  it('may try when the first has thrown', async () => {
    const side = appOfTwins();
    const revoke = (): Promise<never> => Promise.reject(new TypeError('A bug.'));
    const revoker = { ...side.dependencies.revoker, revoke };
    await expect(
      processMessage({ ...side.dependencies, revoker }, alertFor('avery@contoso.com')),
    ).rejects.toThrow('A bug.');
    const { postponed } = await processMessage(side.dependencies, alertFor('avery@contoso.com'));
    expect(postponed).toBeUndefined();
    expect(side.tenant.revoked).toEqual([avery]);
  });
});

describe('two requests for the same user and alert at once', () => {
  it('revoke once; the other waits until it is known how that ended', async () => {
    const side = appOfTwins();
    const { revoker } = side.dependencies;
    let second: Promise<unknown> | undefined;
    const revoke: typeof revoker.revoke = async (user) => {
      second ??= processMessage(side.dependencies, alertFor('avery@contoso.com'));
      await second;
      return revoker.revoke(user);
    };
    await processMessage(
      { ...side.dependencies, revoker: { ...revoker, revoke } },
      alertFor('avery@contoso.com'),
    );
    expect(await second).toMatchObject({
      told: [],
      postponed: { because: 'claimed', until: new Date('2026-11-23T10:00:15.000Z') },
    });
    expect(side.tenant.revoked).toEqual([avery]);
  });
});
