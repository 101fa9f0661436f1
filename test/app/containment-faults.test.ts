import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { expiryOf, mayGoOn } from '../../shared/core/containment';
import type { Containment, ContainmentChange, ContainmentState } from '../../shared/core/containment';
import { withAnswer, withNoted } from '../../shared/core/containment-changes';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import { methodResult } from '../../shared/core/method-result';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import { aMessage, copyOf } from '../support/app';
import { appWithSteps, containedAlert } from '../support/app-with-steps';
import { aContainment } from '../support/contained';
import { aChange } from '../support/switch-changes';

type Side = ReturnType<typeof appWithSteps>;

/** The app one of whose steps is done otherwise. */
function withStep(
  side: Side,
  step: ContainmentStep,
  changed: (method: ContainmentMethod) => Partial<ContainmentMethod>,
): Side {
  const method = side.directory.methods[step];
  const containmentMethods = {
    ...side.dependencies.containmentMethods,
    [step]: { ...method, ...changed(method) },
  };
  return { ...side, dependencies: { ...side.dependencies, containmentMethods } };
}

async function setState({ dependencies }: Side, state: ContainmentState): Promise<void> {
  const { containments } = dependencies.ledger;
  for await (const stored of containments.open())
    await containments.write(stored, { ...stored.containment, state });
}

const failing = {
  kind: 'failed',
  failure: { kind: 'throttled', detail: detail('graphThrottling') },
} as const;

describe('a step that is under way while a person has the containment undone', () => {
  /** Disables the account, and has the containment come to a state before the answer is there. */
  async function disabledMeanwhile(state: ContainmentState): Promise<Side> {
    const side = appWithSteps(['disableSignIn']);
    const { dependencies } = withStep(side, 'disableSignIn', (method) => ({
      contain: async (...args) => {
        const answer = await method.contain(...args);
        await setState(side, state);
        return answer;
      },
    }));
    await processMessage(dependencies, aMessage(containedAlert()));
    return side;
  }

  it('brings back what it has changed, which the restore may not have seen', async () => {
    const side = await disabledMeanwhile('restoring');
    expect(side.log.filter((line) => line.endsWith('sign-in'))).toEqual([
      '- signIn sign-in',
      '+ signIn sign-in',
    ]);
    const [step] = side.outcomes()[0]?.data.methods.filter(({ name }) => name === 'disableSignIn') ?? [];
    expect(step).toMatchObject({ status: 'failed' });
    expect(step).not.toHaveProperty('changed');
  });
  it('leaves it where somebody has given the containment up', async () => {
    expect((await disabledMeanwhile('givenUp')).taken()).toEqual(['sign-in']);
  });
  it('does nothing more for a containment of which something is back, after a restore that has failed', async () => {
    const side = appWithSteps(['disableSignIn', 'removeConsents']);
    const contain = () => Promise.resolve({ ...failing, changed: [], kept: [], attempts: 1, requestIds: [] });
    const { dependencies } = withStep(side, 'disableSignIn', () => ({ contain }));
    await processMessage(dependencies, aMessage(containedAlert()));
    const { containments } = side.dependencies.ledger;
    for await (const stored of containments.open()) {
      const changes = stored.containment.changes.map((change) => ({ ...change, state: 'restored' as const }));
      await containments.write(stored, { ...stored.containment, changes });
    }
    for (const copy of side.requestQueue.scheduled) await processMessage(side.dependencies, copyOf(copy));
    expect(side.taken()).toEqual(['mail-app']);
  });
});

describe('a step that is stopped after it has changed something', () => {
  it('is reported with what it has changed', async () => {
    const side = appWithSteps(['removeAuthenticationMethods']);
    const { dependencies } = withStep(side, 'removeAuthenticationMethods', (method) => ({
      contain: async (...args) => {
        const { changed } = await method.contain(...args);
        return { ...failing, changed, kept: [], attempts: 1, requestIds: [] };
      },
    }));
    await processMessage(dependencies, aMessage(containedAlert()));
    expect(side.taken()).toEqual(['passkey']);
    const stopped = {
      ...side.dependencies,
      emergencySwitch: { lastChange: () => Promise.resolve(aChange('stopped')), mayRevoke: () => false },
    };
    for (const copy of side.requestQueue.scheduled) await processMessage(stopped, copyOf(copy));
    expect(side.methodEvents().map(({ data }) => data.method)).toMatchObject([
      { status: 'notEnabled', changed: [{ kind: 'authenticationMethod', id: 'passkey', isFinal: true }] },
    ]);
  });
});

describe('a change that the backend had refused', () => {
  const change: ContainmentChange = {
    step: 'removeConsents',
    item: { kind: 'consent', id: 'mail-app' },
    before: { scope: 'Mail.Read' },
    state: 'intended',
  };
  const refused: Containment = aContainment({ changes: [{ ...change, state: 'notOurs' }] });

  it('may be made when it is noted once more, so that it can be undone', () => {
    expect(withNoted(refused, [change]).changes).toEqual([change]);
    expect(expiryOf(withNoted(refused, [change]))).toBeUndefined();
  });
  it('stays refused where nothing says otherwise, and what was brought back stays so', () => {
    const answer = { ...failing, changed: refused.changes, kept: [], attempts: 1, requestIds: [] };
    expect(withAnswer(refused, 'removeConsents', answer).changes).toEqual(refused.changes);
    const restored = aContainment({ changes: [{ ...change, state: 'restored' }] });
    expect(withNoted(restored, [change])).toEqual(restored);
    expect([mayGoOn(restored), mayGoOn(refused)]).toEqual([false, true]);
  });
  it('is not reported as changed', () => {
    const answer = { ...failing, changed: refused.changes, kept: [], attempts: 1, requestIds: [] };
    expect(methodResult({ method: 'removeConsents', answer })).not.toHaveProperty('changed');
  });
});
