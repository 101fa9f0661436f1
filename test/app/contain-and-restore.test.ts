import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { aMessage } from '../support/app';
import { TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aPolicy } from '../support/builders';
import { restoreAs, sendingTo } from '../support/contained';
import { deliverOwn } from '../support/proven';

/** The app after an alert, whose policy takes these steps. */
async function afterAlert(steps: readonly ContainmentStep[] = containmentSteps) {
  const approvals = { ...aPolicy().approvals, proof: 'required', provesRestores: true } as const;
  const app = appWithSteps(steps, { approvals });
  await processMessage(app.dependencies, aMessage(containedAlert()));
  return { ...app, send: sendingTo(app.dependencies) };
}

/** A person has it undone. */
async function restored(app: Awaited<ReturnType<typeof afterAlert>>): Promise<void> {
  expect(await restoreAs(app, 'lead', { requestId: 'r-1' })).toMatchObject({ status: 202 });
  const conversation = { ...app, published: () => [], statuses: () => [], last: () => undefined };
  await deliverOwn(conversation);
}

describe('an alert whose user the app contains, and a restore', () => {
  it('take away and bring back all but what is final', async () => {
    const app = await afterAlert();
    expect(app.taken()).toEqual(TAKEN);
    await restored(app);
    expect(app.taken()).toEqual(['passkey']);
    expect(app.resultsTopic.published.map(({ subject }) => subject).at(-1)).toBe('restored');
    expect(await app.containments()).toMatchObject([{ state: 'restored' }]);
  });
  it('revoke before and after the account is disabled, and once more before anything is back', async () => {
    const app = await afterAlert(['disableSignIn']);
    await restored(app);
    expect(app.log.filter((line) => line === 'revoke')).toHaveLength(3);
    expect(app.log.slice(-2)).toEqual(['revoke', '+ signIn sign-in']);
  });
  it('leave the directory as it was for any choice of steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...containmentSteps], { minLength: 1 }), async (steps) => {
        const app = await afterAlert(steps);
        await restored(app);
        expect(app.taken()).toEqual(steps.includes('removeAuthenticationMethods') ? ['passkey'] : []);
      }),
      { numRuns: 30 },
    );
  });
  it('contain the user again for the next alert, of which the first restore is no part', async () => {
    const app = await afterAlert();
    await restored(app);
    app.clock.advance(app.dependencies.policy.deduplicationWindowMs + 1000);
    const next = containedAlert({
      id: 'r-2',
      alert: { id: 'a-2', severity: 'high', createdAt: app.clock.now() },
    });
    await processMessage(
      app.dependencies,
      aMessage(next, {}, { messageId: 'm-2', enqueuedAt: app.clock.now().toISOString() }),
    );
    expect(app.taken()).toContain('sign-in');
    expect(await app.containments()).toMatchObject([{ state: 'restored' }, { state: 'open' }]);
  });
});
