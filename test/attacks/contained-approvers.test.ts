import { describe, expect, it } from '@jest/globals';
import type { Containment } from '../../shared/core/containment';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import type { ContainingApp } from '../support/contained';
import { aContainment, averysItems, contained, containingApp, restoreAs } from '../support/contained';
import { decideAs, deliverOwn, idOf } from '../support/proven';

/** An approver whose devices were disabled: anybody who has the password still signs in. */
async function containLead(app: ContainingApp, changes: Partial<Containment> = {}): Promise<void> {
  await app.dependencies.ledger.containments.begin(
    aContainment({
      outcomeId: storedId<OutcomeId>('contained-9'),
      requestId: 'inc-9',
      receivedBy: 'webhook:siem',
      user: { reference: { kind: 'id', id: idOf('lead') }, id: idOf('lead') },
      steps: ['disableDevices'],
      changes: [{ step: 'disableDevices', item: { kind: 'device', id: 'd-9' }, state: 'made' }],
      ...changes,
    }),
  );
}
const denied = { kind: 'problem', code: 'notAllowed' };

describe('an approver who is contained', () => {
  it('has nobody else restored, also after a fresh sign-in', async () => {
    const app = await contained();
    await containLead(app);
    expect(await restoreAs(app, 'lead')).toMatchObject(denied);
    await deliverOwn(app);
    expect(app.things.broughtBack()).toEqual([]);
    expect(await restoreAs(app, 'other')).toMatchObject({ status: 202 });
  });
  it('has no vote any more that was cast before', async () => {
    const app = await contained(containingApp(averysItems, {}, { quorum: 2 }));
    await restoreAs(app, 'lead');
    await containLead(app);
    const id = app.last()?.confirmation?.id ?? '';
    expect(await decideAs(app, 'other', id)).toMatchObject({ kind: 'voted', count: 1 });
  });
  it.each<[string, Partial<Containment>]>([
    ['it is over', { state: 'restored' }],
    ['nothing was changed', { changes: [] }],
    ['nobody has proven who asked for it', { receivedBy: 'queue' }],
  ])('decides as others do where %s', async (_how, changes) => {
    const app = await contained();
    await containLead(app, changes);
    expect(await restoreAs(app, 'lead')).toMatchObject({ status: 202 });
  });
});
