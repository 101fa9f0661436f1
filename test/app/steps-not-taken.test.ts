import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import type { ContainmentState } from '../../shared/core/containment';
import type { ContainmentRule } from '../../shared/core/containment-rule';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import type { Policy } from '../../shared/core/policy';
import { Unavailable } from '../../shared/ports/unavailable';
import { aDeadLetter, aMessage, copyOf } from '../support/app';
import { AVERY, appWithSteps } from '../support/app-with-steps';
import { approve } from '../support/conversation-with-twins';
import { aChange } from '../support/switch-changes';

type Side = ReturnType<typeof appWithSteps>;

const HOUR_MS = 3_600_000;

/** A request for one alert, without a time of its own: it is never too old. */
const anAlert = (id: string, alert = 'a-1') => ({
  id,
  user: 'avery@contoso.com',
  alert: { id: alert, severity: 'high' },
});

/** By default it came a minute before the first revocation. */
const sent = (id: string, alert?: string, enqueuedAt = '2026-11-23T09:59:00.000Z') =>
  aMessage(anAlert(id, alert), {}, { messageId: id, enqueuedAt });

/** The same alert, sent again now. */
const sentNow = ({ clock }: Side, id: string) => sent(id, 'a-1', clock.now().toISOString());

/** The app whose step answers with a failure. */
function failing(
  { dependencies, directory }: Side,
  kind: BackendFailureKind,
  step: ContainmentStep = 'disableSignIn',
): Dependencies {
  const failure = { kind, detail: detail('graphThrottling') };
  const answer = { kind: 'failed', failure, changed: [], kept: [], attempts: 1, requestIds: [] } as const;
  const method = { ...directory.methods[step], contain: () => Promise.resolve(answer) };
  return { ...dependencies, containmentMethods: { ...dependencies.containmentMethods, [step]: method } };
}

/** The app in which the emergency switch has stopped everything. */
const stopped = ({ dependencies }: Side): Dependencies => ({
  ...dependencies,
  emergencySwitch: { lastChange: () => Promise.resolve(aChange('stopped')), mayRevoke: () => false },
});

/** Delivers the copies that wait, once. */
async function deliverCopies({ requestQueue }: Side, app: Dependencies): Promise<void> {
  for (const copy of requestQueue.scheduled.splice(0)) await processMessage(app, copyOf(copy));
}

async function setState({ dependencies: { ledger } }: Side, state: ContainmentState): Promise<void> {
  for await (const stored of ledger.containments.open())
    await ledger.containments.write(stored, { ...stored.containment, state });
}

const statusesOf = (side: Side): readonly string[] =>
  side.outcomes().map(({ data: { requestId, status } }) => `${requestId} ${status}`);

const eventsOf = (side: Side): readonly string[] =>
  side.methodEvents().map(({ data: { method } }) => `${method.name} ${method.status}`);

/** An alert whose step is pending, in an app in which a request is answered by an earlier one for a day. */
async function pendingStep(policy: Partial<Policy> = {}): Promise<Side> {
  const side = appWithSteps(['disableSignIn'], { deduplicationWindowMs: 24 * HOUR_MS, ...policy });
  await processMessage(failing(side, 'throttled'), sent('r-1'));
  expect(side.outcomes()[0]?.data.methods.map(({ status }) => status)).toContain('pending');
  return side;
}

type Ending = readonly [string, string, (side: Side) => Promise<unknown>];

/** How a step that is pending may end before it is taken. */
const ENDINGS: readonly Ending[] = [
  ['the emergency stop', 'notEnabled', (side) => deliverCopies(side, stopped(side))],
  [
    'a setting that switches revocation off',
    'notEnabled',
    (side) => {
      const policy = { ...side.dependencies.policy, revocationEnabled: false };
      return deliverCopies(side, { ...side.dependencies, policy });
    },
  ],
  [
    'a message that the broker has given up on',
    'failed',
    (side) => processDeadLetter(side.dependencies, aDeadLetter(anAlert('r-1'))),
  ],
];

const TOO_LATE: Ending = [
  'a backend that fails until the request is too old',
  'failed',
  (side) => {
    side.clock.advance(side.dependencies.policy.maxRequestAgeMs);
    return deliverCopies(side, failing(side, 'unavailable'));
  },
];

describe('a step that has ended before it was taken', () => {
  it.each([...ENDINGS, TOO_LATE])(
    'is taken for the same alert sent again, once: %s',
    async (_what, status, end) => {
      const side = await pendingStep();
      await end(side);
      expect(eventsOf(side)).toContain(`disableSignIn ${status}`);
      expect(side.taken()).toEqual([]);
      await processMessage(side.dependencies, sentNow(side, 'r-2'));
      expect(side.taken()).toEqual(['sign-in']);
      await processMessage(side.dependencies, sentNow(side, 'r-3'));
      expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 signOutPending', 'r-3 duplicate']);
    },
  );
  it.each(ENDINGS)(
    'is taken for another alert that came before the revocation: %s',
    async (_what, _, end) => {
      const side = await pendingStep();
      await end(side);
      await processMessage(side.dependencies, sent('r-2', 'a-2'));
      expect(side.taken()).toEqual(['sign-in']);
    },
  );
  it('makes what wants no step a duplicate all the same, and is foreseen in a what-if', async () => {
    const side = await pendingStep();
    await deliverCopies(side, stopped(side));
    const ask = (id: string, more: object, alert?: string) =>
      aMessage(
        { ...anAlert(id, alert), ...more },
        {},
        { messageId: id, enqueuedAt: '2026-11-23T09:59:00.000Z' },
      );
    await processMessage(side.dependencies, ask('r-2', { contain: [] }));
    expect(side.outcomes()[1]?.data.status).toBe('duplicate');
    for (const alert of ['a-1', 'a-2']) {
      await processMessage(side.dependencies, ask(`what-if-${alert}`, { whatIf: true }, alert));
      expect(side.outcomes().at(-1)?.data).toMatchObject({ status: 'whatIf', predicted: 'signOutPending' });
    }
  });
  it('is the second revocation, where sign-in was disabled before the stop', async () => {
    const side = appWithSteps(['disableSignIn']);
    const { revokers } = side.dependencies;
    let calls = 0;
    const failure = { kind: 'throttled', detail: detail('graphThrottling') } as const;
    const graph = {
      ...revokers.graph,
      revoke: (...args: Parameters<typeof revokers.graph.revoke>) =>
        ++calls > 1
          ? Promise.resolve({ kind: 'failed' as const, failure, attempts: 1, requestIds: [] })
          : revokers.graph.revoke(...args),
    };
    await processMessage({ ...side.dependencies, revokers: { graph } }, sent('r-1'));
    await deliverCopies(side, stopped(side));
    expect(eventsOf(side)).toEqual(['revokeAgain notEnabled']);
    await processMessage(side.dependencies, sent('r-2'));
    expect(side.log.filter((one) => one === 'revoke').length).toBeGreaterThan(1);
    expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 signOutPending']);
  });
  it('is noted before its end is published: a ledger that fails in between loses neither', async () => {
    const side = await pendingStep();
    const app = stopped(side);
    const { containments } = app.ledger;
    const write = () => Promise.reject(new Unavailable('ledger', undefined));
    const broken = { ...app, ledger: { ...app.ledger, containments: { ...containments, write } } };
    await deliverCopies(side, broken);
    expect(eventsOf(side)).toEqual([]);
    side.clock.advance(HOUR_MS);
    await deliverCopies(side, app);
    expect(eventsOf(side)).toEqual(['disableSignIn notEnabled', 'revokeAgain notEnabled']);
    expect((await side.containments())[0]?.notTaken).toEqual(['disableSignIn']);
  });
});

describe('the same alert sent again is a duplicate', () => {
  it('while the step is still to be taken, and so is an earlier one about the user', async () => {
    const side = await pendingStep();
    await processMessage(side.dependencies, sent('r-2'));
    await processMessage(side.dependencies, sent('r-3', 'a-2'));
    expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 duplicate', 'r-3 duplicate']);
    await deliverCopies(side, side.dependencies);
    expect(side.taken()).toEqual(['sign-in']);
  });
  it.each(['forbidden', 'notEnabled', 'notDone', 'badRequest'] as const)(
    'where the step failed in a way that does not pass by itself, at once or later: %s',
    async (kind) => {
      const side = appWithSteps(['disableSignIn']);
      await processMessage(failing(side, kind), sent('r-1'));
      await processMessage(side.dependencies, sent('r-2'));
      expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 duplicate']);
      const later = await pendingStep();
      await deliverCopies(later, failing(later, kind));
      await processMessage(later.dependencies, sent('r-2'));
      expect(statusesOf(later)).toEqual(['r-1 signOutPending', 'r-2 duplicate']);
    },
  );
  it.each(['restoring', 'restored', 'givenUp'] as const)(
    'once it is decided what becomes of the containment: %s',
    async (state) => {
      const side = await pendingStep();
      await deliverCopies(side, stopped(side));
      await setState(side, state);
      await processMessage(side.dependencies, sent('r-2'));
      expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 duplicate']);
    },
  );
  it('and costs a plain revocation no look at containments', async () => {
    const side = appWithSteps([]);
    const { ledger } = side.dependencies;
    const find = () => Promise.reject(new Error('A containment was read.'));
    const containments = { ...ledger.containments, find };
    const app = { ...side.dependencies, ledger: { ...ledger, containments } };
    await processMessage(app, sent('r-1'));
    await processMessage(app, sent('r-2'));
    expect(statusesOf(side)).toEqual(['r-1 signOutPending', 'r-2 duplicate']);
  });
});

describe('steps that wait for an approval, for the same alert sent again', () => {
  const rule: ContainmentRule = {
    steps: ['disableSignIn'],
    mayAsk: [],
    when: {},
    confirmation: true,
    lookBackMs: 0,
  };
  /** The app after an alert whose step waits, and what became of the approval. */
  async function after(decide: (side: Side, asked: string) => Promise<unknown>): Promise<Side> {
    const side = appWithSteps([], { containment: [rule], deduplicationWindowMs: 24 * HOUR_MS });
    await processMessage(side.dependencies, sent('r-1'));
    await decide(side, side.outcomes()[1]?.data.confirmation?.id ?? '');
    await processMessage(side.dependencies, sentNow(side, 'r-2'));
    return side;
  }
  const decision = (body: object) => aMessage(body, {}, { messageId: 'decision' });
  it.each<[string, string, Parameters<typeof after>[0]]>([
    [
      'nobody has decided in time',
      'expired',
      (side, confirmation) => {
        side.clock.advance(side.dependencies.policy.confirmation.expiresAfterMs);
        return processMessage(side.dependencies, decision({ confirmation, decision: 'expire' }));
      },
    ],
    [
      'they were approved while all was stopped',
      'notEnabled',
      (side, asked) => processMessage(stopped(side), decision(approve(asked))),
    ],
    [
      'they were approved, and the backend failed until it was too late',
      'failed',
      async (side, asked) => {
        await processMessage(failing(side, 'throttled'), decision(approve(asked)));
        side.clock.advance(side.dependencies.policy.maxRequestAgeMs);
        await deliverCopies(side, failing(side, 'throttled'));
      },
    ],
    [
      'they were approved during a restore that then failed',
      'failed',
      async (side, asked) => {
        await setState(side, 'restoring');
        await processMessage(side.dependencies, decision(approve(asked)));
        await setState(side, 'open');
      },
    ],
  ])('are asked for once more where %s', async (_what, status, decide) => {
    const side = await after(decide);
    expect(statusesOf(side)).toEqual([
      'r-1 signOutPending',
      'r-1 awaitingConfirmation',
      `r-1 ${status}`,
      'r-2 signOutPending',
      'r-2 awaitingConfirmation',
    ]);
  });
  it.each<[string, Parameters<typeof after>[0]]>([
    ['nobody has decided yet', () => Promise.resolve()],
    [
      'a person has declined them',
      (side, confirmation) =>
        processMessage(
          side.dependencies,
          decision({ confirmation, decision: 'decline', by: 'lead@contoso.com' }),
        ),
    ],
    ['they were taken', (side, asked) => processMessage(side.dependencies, decision(approve(asked)))],
  ])('are not asked for again where %s', async (_what, decide) => {
    expect(statusesOf(await after(decide)).at(-1)).toBe('r-2 duplicate');
  });
});

describe('steps of an interrupted try whose user is not signed out after all', () => {
  it('do not answer the same alert once the user can be signed out again', async () => {
    const side = appWithSteps(['disableSignIn'], { deduplicationWindowMs: 24 * HOUR_MS });
    const { ledger, policy } = side.dependencies;
    const record = () => Promise.reject(new Error('killed'));
    const dying = {
      ...failing(side, 'throttled'),
      ledger: { ...ledger, outcomes: { ...ledger.outcomes, record } },
    };
    await expect(processMessage(dying, sent('r-1'))).rejects.toThrow('killed');
    side.clock.advance(60_000);
    const protects = { ...policy, protected: { ...policy.protected, users: [AVERY] } };
    const find = () => Promise.resolve({ kind: 'notFound' as const });
    const gone = { ...side.dependencies, directory: { ...side.dependencies.directory, find } };
    await processMessage({ ...gone, policy: protects }, sent('r-1'));
    await deliverCopies(side, gone);
    expect(side.outcomes().map(({ data }) => data.methods.map(({ status }) => status))).toEqual([
      ['failed', 'failed'],
    ]);
    await processMessage(side.dependencies, sent('r-2'));
    expect(side.taken()).toEqual(['sign-in']);
  });
});
