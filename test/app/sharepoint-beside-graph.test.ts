import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { Revoker } from '../../shared/ports/revoker';
import { aMessage, members } from '../support/app';
import { expectEqual } from '../support/equal';
import { answering, appWithSharePoint, failing, hanging } from '../support/two-methods';

const avery = members[0]?.id ?? '';
const message = aMessage({ user: 'avery@contoso.com', alert: { id: 'a-1' } });

/** The outcome of a request while SharePoint answers a state, or in a way of its own. */
async function outcomeWith(...args: Parameters<typeof appWithSharePoint>) {
  const side = appWithSharePoint(...args);
  await processMessage(side.dependencies, message);
  const [outcome] = side.outcomes();
  return { ...side, outcome, data: outcome?.data };
}

describe('with Graph and SharePoint, the outcome is', () => {
  it.each<[string, number, string, string, string | undefined]>([
    ['signedOut with state 4 alone', 4, 'signedOut', 'signedOut', undefined],
    ['signOutPending with state 3', 3, 'signOutPending', 'signOutPending', undefined],
    [
      'signOutPending with state 0, and the method notEnabled',
      0,
      'signOutPending',
      'notEnabled',
      'not enabled',
    ],
    [
      'signOutPending with state 1, and the method userNotFound',
      1,
      'signOutPending',
      'userNotFound',
      'does not know',
    ],
    ['signOutPending with state 2, and the method failed', 2, 'signOutPending', 'failed', 'could not sign'],
    ['signOutPending with a state that is not known', 7, 'signOutPending', 'failed', '7'],
  ])('%s', async (_rule, state, ...[status, method, why]) => {
    const { data, tenant } = await outcomeWith(state);
    expect(data).toMatchObject({
      status,
      verified: true,
      methods: [
        { name: 'graph', status: 'accepted' },
        { name: 'sharePoint', status: method, attempts: state === 2 ? 2 : 1 },
      ],
    });
    expect(data?.methods[1]?.detail ?? '').toContain(why ?? '');
    expect(data).toHaveProperty('effectiveNoLaterThan');
    expect(tenant.revoked).toEqual([avery]);
  });
  it('signedOut with a detail that says what has no proof', async () => {
    const { data } = await outcomeWith(4);
    expect(data?.message).toBe('We successfully signed out avery@contoso.com from all devices.');
    expect(data?.detail).toMatch(/Exchange, Teams/);
  });
  it('failed when Graph has failed, whatever SharePoint has said', async () => {
    const { dependencies, outcomes } = appWithSharePoint(4);
    const revoke = () => Promise.resolve(failing('forbidden'));
    const { graph } = dependencies.revokers;
    const revokers = { ...dependencies.revokers, graph: { ...graph, revoke } };
    await processMessage({ ...dependencies, revokers }, message);
    expect(outcomes()[0]?.data).toMatchObject({
      status: 'failed',
      methods: [{ status: 'failed' }, { status: 'signedOut' }],
    });
  });
});

describe('with SharePoint alone, the outcome is', () => {
  it.each<[number, string, string]>([
    [0, 'notEnabled', "it isn't ready for use in your organization yet."],
    [1, 'userNotFound', "We couldn't find the user avery@contoso.com. Check for typos and try again."],
    [2, 'failed', "Sorry, something went wrong and we couldn't sign out avery@contoso.com from any device."],
    [3, 'signOutPending', 'It can take up to an hour to sign out avery@contoso.com from all devices.'],
    [4, 'signOutPending', 'It can take up to an hour to sign out avery@contoso.com from all devices.'],
    [7, 'failed', "Sorry, something went wrong and we couldn't sign out avery@contoso.com from any device."],
  ])('that of state %s: %s', async (state, status, sentence) => {
    const { data, tenant } = await outcomeWith(state, { methods: ['sharePoint'] });
    expect(data).toMatchObject({ status, message: expect.stringContaining(sentence) });
    expect(data?.methods.map(({ name }) => name)).toEqual(['sharePoint']);
    expect(data).not.toHaveProperty('verified');
    expect(tenant.revoked).toEqual([]);
  });
  it('waited for while SharePoint fails in a way that may pass', async () => {
    const { dependencies, outcomes, requestQueue } = appWithSharePoint(
      () => Promise.resolve(failing('throttled')),
      { methods: ['sharePoint'] },
    );
    expect((await processMessage(dependencies, message)).retry?.reason).toBe('throttled');
    expect(outcomes()).toEqual([]);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
});

/** Everything that SharePoint can do to a call. */
const behaviours = fc.oneof(
  fc.constantFrom(...[0, 1, 2, 3, 4, 7].map((state) => ({ name: `state ${String(state)}`, state }))),
  fc.constantFrom<{ name: string; revoke: Revoker['revoke'] }>(
    { name: 'hangs', revoke: hanging },
    { name: 'throttles', revoke: () => Promise.resolve(failing('throttled', { retryAfterMs: 3_600_000 })) },
    { name: 'is unavailable', revoke: () => Promise.resolve(failing('unavailable')) },
    { name: 'refuses', revoke: () => Promise.resolve(failing('forbidden')) },
    { name: 'rejects', revoke: () => Promise.reject(new TypeError('A bug.')) },
    {
      name: 'throws',
      revoke: () => {
        throw new TypeError('A bug.');
      },
    },
  ),
);

describe("Graph's call", () => {
  it('is made in the same turn, before SharePoint is called, and neither delayed nor skipped, whatever SharePoint does', async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, async (behaviour) => {
        const side = appWithSharePoint('state' in behaviour ? behaviour.state : behaviour.revoke);
        const { graph, sharePoint } = side.dependencies.revokers;
        const order: string[] = [];
        let turn = 0;
        const note =
          (name: string, revoker: Revoker | undefined): Revoker['revoke'] =>
          (...args) => {
            order.push(`${name} in turn ${String(turn)}`);
            void Promise.resolve().then(() => turn++);
            return revoker?.revoke(...args) ?? Promise.reject(new Error('not configured'));
          };
        const noted = answering(side.dependencies, note('sharePoint', sharePoint));
        const revokers = { ...noted.revokers, graph: { ...graph, revoke: note('graph', graph) } };
        const before = side.clock.now().getTime();
        await processMessage({ ...noted, revokers }, message);
        expectEqual(order, ['graph in turn 0', 'sharePoint in turn 0']);
        const [outcome] = side.outcomes();
        expect(outcome?.data.methods[0]).toMatchObject({ name: 'graph', status: 'accepted', attempts: 1 });
        expect(Date.parse(outcome?.data.revokedAt ?? '')).toBe(before);
        expect(Date.parse(outcome?.data.completedAt ?? '') - before).toBeLessThanOrEqual(2000);
        expect(outcome?.data.status === 'signedOut').toBe('state' in behaviour && behaviour.state === 4);
      }),
    );
  });
  it('never waits because SharePoint has asked for a pause', async () => {
    const { dependencies, tenant } = appWithSharePoint(4);
    const { revokers } = dependencies;
    const sharePoint = { pausedForMs: () => 3_600_000, revoke: hanging };
    await processMessage({ ...dependencies, revokers: { ...revokers, sharePoint } }, message);
    expect(tenant.revoked).toEqual([avery]);
  });
});

describe('an outcome', () => {
  it('waits two seconds for SharePoint while it is under way, and then says that it is pending', async () => {
    const { data, clock } = await outcomeWith(hanging);
    expect(clock.slept).toEqual([2000]);
    expect(data).toMatchObject({
      status: 'signOutPending',
      methods: [{}, { status: 'pending', attempts: 1 }],
    });
  });
  it.each<[string, () => Promise<RevocationAnswer>]>([
    ['throttles', () => Promise.resolve(failing('throttled'))],
    ['is unavailable', () => Promise.resolve(failing('unavailable'))],
    ['has a bug', () => Promise.reject(new TypeError('A bug.'))],
  ])('does not wait while SharePoint %s, which is pending', async (_what, revoke) => {
    const { data, clock } = await outcomeWith(revoke);
    expect(clock.slept).toEqual([]);
    expect(data?.methods[1]).toMatchObject({ name: 'sharePoint', status: 'pending' });
  });
  it('that is a duplicate by Graph calls SharePoint no more', async () => {
    const side = appWithSharePoint(4);
    await processMessage(side.dependencies, message);
    await processMessage(
      side.dependencies,
      aMessage({ user: 'avery@contoso.com', alert: { id: 'a-1' } }, {}, { messageId: 'm-2' }),
    );
    expect(side.outcomes().map(({ subject }) => subject)).toEqual(['signedOut', 'duplicate']);
    expect(side.called).toEqual(['avery@contoso.com']);
  });
});
