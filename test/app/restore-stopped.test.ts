import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { resultSchema } from '../../shared/messages/result-schema';
import { averyId, contained, containingApp, recordsOf, restoreAs, sendingTo } from '../support/contained';
import type { ContainingApp } from '../support/contained';
import { deliverOwn } from '../support/proven';
import { aChange } from '../support/switch-changes';

const CONTAINED = { 'sign-in': false, passkey: false, consent: false, laptop: false };
const RESTORED = { 'sign-in': true, passkey: false, consent: true, laptop: true };

/** The app whose emergency switch stops everything as soon as a condition is met, and then stays so. */
function stoppedWhen(app: ContainingApp, isMet: () => boolean): Dependencies {
  let isStopped = false;
  const mayRevoke = (): boolean => !(isStopped ||= isMet());
  const lastChange = () => Promise.resolve(mayRevoke() ? undefined : aChange('stopped'));
  return { ...app.dependencies, emergencySwitch: { lastChange, mayRevoke } };
}

/** Has the messages of the app delivered to an app that will be stopped, until the restore has an outcome. */
async function deliverTo(app: ContainingApp, stopping: Dependencies): Promise<void> {
  for (let tries = 0; tries < 3 && app.last()?.status !== 'notEnabled'; tries++) {
    await deliverOwn({ ...app, send: sendingTo(stopping) });
    app.clock.advance(60_000);
  }
}

/** Asks once more when the stop is over, and has it carried out. */
async function askAgain(app: ContainingApp): Promise<void> {
  expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'approved' }] } });
  await deliverOwn(app);
}

describe('an emergency stop while a containment is being undone', () => {
  it('is what a what-if shows, as nothing would be brought back', async () => {
    const app = await contained();
    const stopped = { ...app, dependencies: stoppedWhen(app, () => true) };
    const refusal = expect.stringContaining('All revocations were stopped');
    expect(await restoreAs(stopped, 'lead', { whatIf: true })).toMatchObject({
      body: { value: [{ refusal }] },
    });
    const running = await restoreAs(app, 'lead', { whatIf: true });
    expect(running).toMatchObject({ kind: 'done', body: { value: [{ status: 'whatIf' }] } });
    expect(running).not.toHaveProperty('body.value.0.refusal');
  });
  it('lets nothing be brought back after it, wherever it comes, and a later restore goes on from there', async () => {
    let at = 0;
    let isStopped = true;
    while (isStopped) {
      at++;
      const app = await contained();
      await restoreAs(app, 'lead');
      let asks = 0;
      let back: readonly unknown[] = [];
      const stopping = stoppedWhen(app, () => {
        const isNow = ++asks === at;
        if (isNow) back = app.things.broughtBack();
        return isNow;
      });
      await deliverTo(app, stopping);
      isStopped = asks >= at;
      expect(app.last()?.status).toBe(isStopped ? 'notEnabled' : 'restored');
      if (isStopped) {
        expect(app.things.broughtBack()).toEqual(back);
        await askAgain(app);
      }
      expect(app.last()?.status).toBe('restored');
      expect(app.things.state()).toEqual(RESTORED);
      expect(app.things.broughtBack()).toEqual(['consent', 'laptop', 'sign-in']);
      expect(await recordsOf(app)).toMatchObject([{ state: 'restored' }]);
    }
    expect(at).toBeGreaterThan(4);
  });
  it('between the revocation and the steps leaves the user signed out and contained', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    await deliverTo(
      app,
      stoppedWhen(app, () => app.tenant.revoked.length > 0),
    );
    expect(app.things.state()).toEqual(CONTAINED);
    expect(app.last()).toMatchObject({ status: 'notEnabled', methods: [] });
    expect(app.last()?.message).toMatch(/^Nothing more was brought back: .* Drill/);
    await askAgain(app);
    expect(app.tenant.revoked).toEqual([averyId, averyId]);
  });
  it('between two steps names what is back, and keeps the user from signing in', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    await deliverTo(
      app,
      stoppedWhen(app, () => app.things.broughtBack().length === 2),
    );
    expect(app.things.state()).toEqual({ ...CONTAINED, consent: true, laptop: true });
    expect(app.last()).toMatchObject({
      status: 'notEnabled',
      methods: [
        { name: 'removeConsents', status: 'restored', changed: [{ id: 'consent' }] },
        { name: 'disableDevices', status: 'restored', changed: [{ id: 'laptop' }] },
      ],
    });
    expect(resultSchema.safeParse(app.published().at(-1)).error).toBeUndefined();
    expect(await recordsOf(app)).toMatchObject([{ state: 'restoring' }]);
  });
  it('does not hide what a process that has died before had brought back entirely', async () => {
    const app = await contained();
    await restoreAs(app, 'lead');
    const { ledger } = app.dependencies;
    const record = () => Promise.reject(new Error('killed'));
    const dying = { ...app.dependencies, ledger: { ...ledger, outcomes: { ...ledger.outcomes, record } } };
    await expect(deliverOwn({ ...app, send: sendingTo(dying) })).rejects.toThrow('killed');
    app.clock.advance(60_000);
    await deliverTo(
      app,
      stoppedWhen(app, () => true),
    );
    expect(app.last()).toMatchObject({ status: 'restored' });
  });
});

describe('a change of the settings to what-if while a containment is being undone', () => {
  it('stops it as well, and does not predict what has begun', async () => {
    const app = await contained(containingApp());
    app.things.fail('removeConsents', 'throttled');
    await restoreAs(app, 'lead');
    await deliverOwn(app);
    const { policy } = app.dependencies;
    await deliverTo(app, { ...app.dependencies, policy: { ...policy, mode: 'whatIf' } });
    expect(app.last()).toMatchObject({ status: 'notEnabled' });
    expect(app.last()?.predicted).toBeUndefined();
    expect(app.last()?.message).toMatch(/^Nothing more was brought back/);
  });
});
