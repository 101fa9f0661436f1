import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { AccountSnapshot } from '../../shared/core/account-snapshot';
import { containmentSteps } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import type { MembershipFact } from '../../shared/core/facts';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import { TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, copyOf } from '../support/app';

type Side = ReturnType<typeof appWithSteps>;

const statusesOf = (side: Side): Readonly<Record<string, string>> =>
  Object.fromEntries((side.outcomes()[0]?.data.methods ?? []).map(({ name, status }) => [name, status]));

async function contained(side: Side, more: object = {}): Promise<Side> {
  await processMessage(side.dependencies, aMessage(containedAlert(more)));
  return side;
}

const failing =
  (kind: 'forbidden' | 'throttled'): ContainmentMethod['contain'] =>
  () =>
    Promise.resolve({
      kind: 'failed',
      failure: { kind, detail: detail('graphThrottling') },
      changed: [],
      kept: [],
      attempts: 1,
      requestIds: ['f-1'],
    });

/** The app whose step answers so. */
function withStep(
  side: Side,
  step: (typeof containmentSteps)[number],
  contain: ContainmentMethod['contain'],
): Side {
  const { containmentMethods: methods } = side.dependencies;
  const method = side.directory.methods[step];
  const containmentMethods = { ...methods, [step]: { ...method, contain } };
  return { ...side, dependencies: { ...side.dependencies, containmentMethods } };
}

describe('a lockout with all steps', () => {
  it('disables, revokes, revokes again and then removes what was added, and lists each step', async () => {
    const side = await contained(appWithSteps());
    expect(side.taken()).toEqual(TAKEN);
    const [disabled, again] = [side.log.indexOf('- signIn sign-in'), side.log.lastIndexOf('revoke')];
    expect(disabled).toBeLessThan(again);
    expect(side.log.slice(again + 1)).toHaveLength(3);
    expect(side.log.filter((one) => one === 'revoke')).toHaveLength(2);
    expect(statusesOf(side)).toEqual({
      graph: 'accepted',
      ...Object.fromEntries(containmentSteps.map((step) => [step, 'contained'])),
      revokeAgain: 'accepted',
    });
  });
  it('reports what was changed, what is final and what was kept, and why', async () => {
    const side = await contained(appWithSteps(['removeAuthenticationMethods']));
    expect(side.outcomes()[0]?.data.methods[1]).toMatchObject({
      name: 'removeAuthenticationMethods',
      changed: [{ kind: 'authenticationMethod', id: 'passkey', isFinal: true }],
      kept: [{ id: 'phone', reason: expect.stringMatching(/\.$/) }],
    });
  });
  it('has in its record all that it has changed, with what was there before', async () => {
    const side = await contained(appWithSteps());
    const [record, ...others] = await side.containments();
    expect(others).toEqual([]);
    expect(record).toMatchObject({ requestId: 'r-1', state: 'open', steps: containmentSteps });
    expect(record?.changes.map(({ item }) => item.id).toSorted()).toEqual(TAKEN);
    expect(record?.changes.every(({ state }) => state === 'made')).toBe(true);
    expect(record?.outcomeId).toBe(side.outcomes()[0]?.id);
  });
  it('keeps a snapshot that was taken before anything was changed, and goes on without one', async () => {
    const side = appWithSteps();
    const taken: string[] = [];
    const snapshot = { takenAt: '2026-11-23T10:00:00.000Z', missing: [], cut: [] };
    const take = () => {
      taken.push(...side.log);
      return Promise.resolve(snapshot);
    };
    await contained({ ...side, dependencies: { ...side.dependencies, accountSnapshots: { take } } });
    expect(taken).toEqual([]);
    expect((await side.containments())[0]?.snapshot).toEqual(snapshot);
    const broken = appWithSteps();
    const accountSnapshots = { take: () => Promise.reject(new Error('A bug.')) };
    await contained({ ...broken, dependencies: { ...broken.dependencies, accountSnapshots } });
    expect(broken.taken()).toEqual(TAKEN);
  });
  it.each([
    ['all steps', containmentSteps, TAKEN],
    ['one that comes after the revocation', ['removeConsents' as const], ['mail-app']],
  ])('does not wait for the snapshot with the revocation, but with %s', async (_, steps, taken) => {
    const side = appWithSteps(steps);
    const taking = Promise.withResolvers<AccountSnapshot>();
    const accountSnapshots = { take: () => taking.promise };
    const done = contained({ ...side, dependencies: { ...side.dependencies, accountSnapshots } });
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    expect(side.log).toEqual(['revoke']);
    taking.resolve({ takenAt: '2026-11-23T10:00:00.000Z', missing: [], cut: [] });
    await done;
    expect(side.taken()).toEqual(taken);
  });
  it('takes the steps that the request asks for, and reports one that it may not ask for', async () => {
    const side = await contained(appWithSteps(['disableSignIn', 'removeConsents']), {
      contain: ['removeConsents', 'disableDevices'],
    });
    expect(side.taken()).toEqual(['mail-app']);
    expect(statusesOf(side)).toEqual({
      graph: 'accepted',
      removeConsents: 'contained',
      disableDevices: 'notEnabled',
    });
  });
  it('is a plain revocation where the request wants none: nothing is entered or read for it', async () => {
    const side = await contained(appWithSteps(), { contain: [] });
    expect(side.log).toEqual(['revoke']);
    expect(await side.containments()).toEqual([]);
    expect(statusesOf(side)).toEqual({ graph: 'accepted' });
  });
  it('asks for the roles of the user only where a rule depends on them, and reports it when they are unknown', async () => {
    const rules = [
      { steps: ['disableSignIn' as const], mayAsk: [], when: {}, lookBackMs: 0 },
      {
        steps: ['removeConsents' as const],
        mayAsk: [],
        when: { roles: ['r'], formats: ['native'] },
        lookBackMs: 0,
      },
    ];
    const side = appWithSteps([], { containment: rules });
    const asked: unknown[] = [];
    const memberships = (_id: string, about: unknown): Promise<MembershipFact> => {
      asked.push(about);
      return Promise.resolve({
        kind: 'unreadable',
        failure: { kind: 'forbidden', detail: detail('graphThrottling') },
      });
    };
    const directory = { ...side.dependencies.directory, memberships };
    await contained({ ...side, dependencies: { ...side.dependencies, directory } });
    expect(asked).toEqual([{ groups: [], roles: true }]);
    expect(statusesOf(side)).toEqual({
      graph: 'accepted',
      disableSignIn: 'contained',
      revokeAgain: 'accepted',
      removeConsents: 'failed',
    });
  });
  it('only foresees in a what-if', async () => {
    const side = await contained(appWithSteps(), { whatIf: true });
    expect(side.log).toEqual([]);
    expect(await side.containments()).toEqual([]);
    expect(statusesOf(side)).toEqual(Object.fromEntries(containmentSteps.map((step) => [step, 'foreseen'])));
    expect(
      side.outcomes()[0]?.data.methods.find(({ name }) => name === 'removeAuthenticationMethods'),
    ).toMatchObject({
      changed: [{ id: 'passkey', isFinal: true }],
      kept: [{ id: 'phone' }],
    });
  });
});

describe('a request whose user was signed out already', () => {
  const rules = [
    {
      steps: ['disableSignIn' as const],
      mayAsk: [],
      when: { severityAtLeast: 'high' as const },
      lookBackMs: 0,
    },
  ];
  const ofAlert = (id: string, severity: string, alert = 'a-1') =>
    aMessage(
      { ...containedAlert({ id }), alert: { id: alert, severity } },
      {},
      { messageId: id, enqueuedAt: '2026-11-23T09:59:59.000Z' },
    );
  const statuses = (side: Side) =>
    side.outcomes().map(({ data: { requestId, status } }) => `${requestId} ${status}`);
  it.each(['a-1', 'a-2'])(
    'is contained where that was without its steps, and not twice: %s',
    async (alert) => {
      const side = appWithSteps([], { containment: rules });
      await processMessage(side.dependencies, ofAlert('r-1', 'low'));
      await processMessage(side.dependencies, ofAlert('r-2', 'high', alert));
      expect(side.taken()).toEqual(['sign-in']);
      await processMessage(side.dependencies, ofAlert('r-3', 'high', alert));
      await processMessage(side.dependencies, ofAlert('r-4', 'low', alert));
      expect(statuses(side)).toEqual([
        'r-1 signOutPending',
        'r-2 signOutPending',
        'r-3 duplicate',
        'r-4 duplicate',
      ]);
      expect(await side.containments()).toHaveLength(1);
    },
  );
});

describe('a request that waits for approval', () => {
  it('takes the steps that it has asked for once it is approved', async () => {
    const side = await contained(appWithSteps(), { confirm: true, contain: ['removeConsents'] });
    expect(side.log).toEqual([]);
    expect(await side.containments()).toEqual([]);
    const confirmation = side.outcomes()[0]?.data.confirmation?.id;
    const decision = { confirmation, decision: 'approve', by: 'lead@contoso.com' };
    await processMessage(side.dependencies, aMessage(decision, {}, { messageId: 'decision-1' }));
    expect(side.log).toEqual(['revoke', '- consent mail-app']);
    const [record] = await side.containments();
    expect(record?.outcomeId).toBe(side.outcomes()[1]?.id);
  });
});

describe('a step that fails', () => {
  it.each(containmentSteps)('stops no other: %s', async (step) => {
    const side = withStep(appWithSteps(), step, failing('forbidden'));
    await contained(side);
    expect(side.taken()).toHaveLength(TAKEN.length - 1);
    expect(statusesOf(side)).toMatchObject({
      graph: 'accepted',
      [step]: 'failed',
      revokeAgain: step === 'disableSignIn' ? 'unchanged' : 'accepted',
    });
  });
  it('is pending where that may pass, and done by a later try, with the second revocation after it', async () => {
    const side = appWithSteps(['disableSignIn']);
    await contained(withStep(side, 'disableSignIn', failing('throttled')));
    expect(statusesOf(side)).toEqual({ graph: 'accepted', disableSignIn: 'pending', revokeAgain: 'pending' });
    expect(side.log).toEqual(['revoke']);
    const [copy] = side.requestQueue.scheduled;
    if (copy) await processMessage(side.dependencies, copyOf(copy));
    expect(side.log).toEqual(['revoke', '- signIn sign-in', 'revoke']);
    expect(side.methodEvents().map(({ data: { method } }) => [method.name, method.status])).toEqual([
      ['disableSignIn', 'contained'],
      ['revokeAgain', 'accepted'],
    ]);
  });
  it('that is not configured is reported, and so is one that nobody has', async () => {
    const side = appWithSteps(['disableSignIn', 'disableDevices']);
    await contained({ ...side, dependencies: { ...side.dependencies, containmentMethods: {} } });
    expect(statusesOf(side)).toEqual({
      graph: 'accepted',
      disableSignIn: 'notEnabled',
      disableDevices: 'notEnabled',
      revokeAgain: 'unchanged',
    });
  });
  it('does nothing more once the emergency switch has stopped everything', async () => {
    const side = appWithSteps(['disableSignIn']);
    const { emergencySwitch } = side.dependencies;
    const stopping = { ...emergencySwitch, mayRevoke: () => false };
    await contained({ ...side, dependencies: { ...side.dependencies, emergencySwitch: stopping } });
    expect(side.log).toEqual([]);
  });
  it('does nothing more once the containment is being undone', async () => {
    const side = appWithSteps(['disableSignIn']);
    await contained(withStep(side, 'disableSignIn', failing('throttled')));
    const { containments } = side.dependencies.ledger;
    for await (const stored of containments.open())
      await containments.write(stored, { ...stored.containment, state: 'restoring' });
    const [copy] = side.requestQueue.scheduled;
    if (copy) await processMessage(side.dependencies, copyOf(copy));
    expect(side.log).toEqual(['revoke']);
    expect(side.methodEvents().map(({ data: { method } }) => [method.name, method.status])).toEqual([
      ['disableSignIn', 'failed'],
      ['revokeAgain', 'failed'],
    ]);
  });
});

describe('a revocation that fails for good', () => {
  it('does not keep the steps from being done and listed', async () => {
    const side = appWithSteps(['disableSignIn', 'removeConsents']);
    const failure = { kind: 'forbidden', detail: detail('graphThrottling') } as const;
    const revoke = () => Promise.resolve({ kind: 'failed' as const, failure, attempts: 1, requestIds: [] });
    const revokers = { graph: { pausedForMs: () => 0, revoke } };
    await contained({ ...side, dependencies: { ...side.dependencies, revokers } });
    expect(side.outcomes()[0]?.data.status).toBe('failed');
    expect(side.taken()).toEqual(['mail-app', 'sign-in']);
    expect(statusesOf(side)).toMatchObject({ disableSignIn: 'contained', removeConsents: 'contained' });
  });
});
