import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import type { RevocationCall } from '../../shared/ports/revoker';
import { aMessage, copyOf } from '../support/app';
import { appWithSteps, containedAlert } from '../support/app-with-steps';

type Side = ReturnType<typeof appWithSteps>;

const STEPS: readonly ContainmentStep[] = ['disableSignIn', 'removeConsents'];
/** Requests are worked on at 10:00:00. */
const JUST_NOW = '2026-11-23T09:59:56.001Z';
const BEHIND_OTHERS = '2026-11-23T09:59:56.000Z';

const NOT_SENT = {
  kind: 'failed',
  failure: { kind: 'throttled', detail: detail('graphThrottling') },
  attempts: 0,
  requestIds: [],
} as const;

/** The app on a tenant whose quota is used up: a call that does not wait is not sent. Each call is added to `calls`. */
function shortOfTurns(side: Side, calls: string[]): Dependencies {
  const { dependencies } = side;
  const hasTurn = (name: string, { lane = 'ordinary', maxTurnMs }: RevocationCall): boolean => {
    calls.push(`${name} ${lane}${maxTurnMs === 0 ? ', not sent' : ''}`);
    return maxTurnMs !== 0;
  };
  const methodOf = (step: ContainmentStep) => {
    const method = side.directory.methods[step];
    const contain: typeof method.contain = async (target, call) =>
      hasTurn(step, call) ? method.contain(target, call) : { ...NOT_SENT, changed: [], kept: [] };
    return [step, { ...method, contain }] as const;
  };
  const { graph } = dependencies.revokers;
  const revoke: typeof graph.revoke = async (user, call) =>
    hasTurn('revoke', call) ? graph.revoke(user, call) : NOT_SENT;
  return {
    ...dependencies,
    containmentMethods: Object.fromEntries(STEPS.map(methodOf)),
    revokers: { graph: { ...graph, revoke } },
  };
}

const alertOf = (severity: string, enqueuedAt: string) =>
  aMessage(
    containedAlert({ alert: { id: 'a-1', severity, createdAt: '2026-11-23T10:00:00.000Z' } }),
    {},
    { messageId: 'message-1', enqueuedAt },
  );

describe('while turns are short', () => {
  it.each([
    {
      what: 'those of an ordinary request give way to first writes',
      message: alertOf('low', JUST_NOW),
      lanes: ['ordinary', 'later'] as const,
    },
    {
      what: 'those of an urgent request are urgent',
      message: alertOf('high', JUST_NOW),
      lanes: ['urgent', 'urgent'] as const,
    },
    {
      what: 'those of an urgent request that came behind others are ordinary, and are waited for',
      message: alertOf('high', BEHIND_OTHERS),
      lanes: ['urgent', 'ordinary'] as const,
    },
  ])('the steps after the first write have their lanes: $what', async ({ message, lanes: [first, lane] }) => {
    const side = appWithSteps(STEPS);
    const calls: string[] = [];
    await processMessage(shortOfTurns(side, calls), message);
    expect(calls).toEqual([
      `revoke ${first}`,
      `disableSignIn ${lane}`,
      `revoke ${lane}`,
      `removeConsents ${lane}`,
    ]);
  });
  it('a request that came behind others is revoked, and leaves its steps to a later try, which waits for turns', async () => {
    const side = appWithSteps(STEPS);
    const calls: string[] = [];
    const app = shortOfTurns(side, calls);
    await processMessage(app, alertOf('low', BEHIND_OTHERS));
    expect(calls.splice(0)).toEqual([
      'revoke ordinary',
      'disableSignIn later, not sent',
      'removeConsents later, not sent',
    ]);
    expect(side.outcomes()[0]?.data).toMatchObject({
      status: 'signOutPending',
      methods: [
        { name: 'graph', status: 'accepted' },
        { name: 'disableSignIn', status: 'pending' },
        { name: 'removeConsents', status: 'pending' },
        { name: 'revokeAgain', status: 'pending' },
      ],
    });
    const [copy] = side.requestQueue.scheduled;
    if (!copy) throw new Error('No copy was scheduled.');
    await (await processMessage(app, copyOf(copy))).published[0]?.callMethods?.();
    expect(calls).toEqual(['disableSignIn later', 'revoke later', 'removeConsents later']);
    expect(side.taken()).toEqual(['mail-app', 'sign-in']);
  });
});
