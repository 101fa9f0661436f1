import { describe, expect, it } from '@jest/globals';
import type { Containment } from '../../shared/core/containment';
import { deliverOwn } from '../support/proven';
import type { ContainingApp } from '../support/contained';
import { averyId, averysItems, contained, containingApp, recordsOf, restoreAs } from '../support/contained';
import { TENANT_ID } from '../support/builders';

/** Changes the record as a step that has not ended yet does. */
async function change(app: ContainingApp, apply: (one: Containment) => Containment): Promise<void> {
  const { containments } = app.dependencies.ledger;
  const [stored] = await containments.ofUser(TENANT_ID, averyId);
  if (stored) await containments.write(stored, apply(stored.containment));
}

/** Avery's own laptop is off, by a name that anybody can give a device. */
async function withLaptop(quorum: number): Promise<ContainingApp> {
  const app = await contained(containingApp(averysItems, {}, { quorum }));
  await change(app, (one) => ({
    ...one,
    changes: one.changes.map((made) =>
      made.item.id === 'laptop' ? { ...made, item: { ...made.item, name: 'DESKTOP-1' } } : made,
    ),
  }));
  return app;
}

/** The step goes on, and disables the intruder's device of the same name. */
const disableAnother = (app: ContainingApp): Promise<void> =>
  change(app, (one) => ({
    ...one,
    changes: [
      ...one.changes,
      {
        step: 'disableDevices',
        item: { kind: 'device', id: 'intruder', name: 'DESKTOP-1' },
        before: { accountEnabled: true },
        state: 'made',
      },
    ],
  }));

describe("an intruder's device with the name of the user's own", () => {
  it('is approved by nobody who was shown the other one', async () => {
    const app = await withLaptop(2);
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'voted' }] } });
    await disableAnother(app);
    expect(await restoreAs(app, 'other')).toMatchObject({
      body: { value: [{ status: 'voted', approvals: { count: 1, quorum: 2 } }] },
    });
  });
  it('does not come back with it', async () => {
    const app = await withLaptop(1);
    expect(await restoreAs(app, 'lead')).toMatchObject({ body: { value: [{ status: 'approved' }] } });
    await disableAnother(app);
    await deliverOwn(app);
    expect(app.last()).toMatchObject({ status: 'failed' });
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
    expect(app.things.broughtBack()).toEqual([]);
  });
  it('is distinguished from it by its id', async () => {
    const app = await withLaptop(1);
    await disableAnother(app);
    const answer = await restoreAs(app, 'lead', { whatIf: true });
    const devices = [
      { step: 'disableDevices', id: 'laptop', name: 'DESKTOP-1, laptop' },
      { step: 'disableDevices', id: 'intruder', name: 'DESKTOP-1, intruder' },
    ];
    expect(answer).toMatchObject({
      body: { value: [{ changes: expect.arrayContaining(devices) as unknown }] },
    });
  });
});
