import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import { writeDetail } from '../../../shared/core/detail';
import type { ContainmentMethod } from '../../../shared/ports/containment-method';
import type { StoredDevice } from '../../../local/tenant/account-items';
import { failure } from '../../../local/tenant/graph-message';
import { BEFORE, aCall, aDevice, aTarget } from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';

function given(...devices: readonly StoredDevice[]): AnsweredGraph & { readonly step: ContainmentMethod } {
  const graph = answeredGraph();
  graph.directory.items.devices.push(...devices.map((device) => ({ ...device })));
  return Object.assign(graph, { step: removalMethods(graph.client, graph.clock).disableDevices });
}

const disabled = ({ directory }: AnsweredGraph): readonly string[] =>
  directory.items.devices.filter(({ accountEnabled }) => !accountEnabled).map(({ id }) => id);

describe('which devices are disabled', () => {
  it.each<[string, StoredDevice, string | undefined]>([
    ['one that was registered since', aDevice('device'), undefined],
    ['one that the user owns and nobody uses', aDevice('device', { userIds: [] }), undefined],
    ['one whose user it is, and another has registered', aDevice('device', { ownerId: 'other' }), undefined],
    ['not one that was there before', aDevice('device', { registrationDateTime: BEFORE }), 'keptOlder'],
    ['not one without a date', aDevice('device', { registrationDateTime: null }), 'keptUndated'],
    [
      'not one that somebody has disabled',
      aDevice('device', { accountEnabled: false }),
      'keptDisabledAlready',
    ],
  ])('%s', async (_name, device, reason) => {
    const graph = given(device);
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer.kept.map((kept) => kept.reason.code)).toEqual(reason === undefined ? [] : [reason]);
    expect(answer.changed.map(({ item, state }) => [item.id, state])).toEqual(
      reason === undefined ? [['device', 'made']] : [],
    );
    expect(disabled(graph)).toEqual(reason === undefined || !device.accountEnabled ? ['device'] : []);
    expect(graph.calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(reason === undefined ? 1 : 0);
  });
  it('not the device of another user', async () => {
    const graph = given(aDevice('device', { ownerId: 'other', userIds: ['other'] }));
    expect(await graph.step.contain(aTarget(), aCall())).toMatchObject({ kind: 'unchanged', kept: [] });
  });
  it('says that a device from Active Directory is to be disabled there too', async () => {
    const { step } = given(aDevice('device', { onPremisesSyncEnabled: true }));
    expect(await step.foresee(aTarget())).toMatchObject({ advice: { code: 'deviceSynced' } });
  });
  it('one that an earlier call has noted and is disabled is ours', async () => {
    const graph = given(aDevice('device'));
    graph.faults.add({ method: 'PATCH', times: 1, answer: 'drop', takesEffect: true });
    graph.faults.add({ method: 'PATCH', times: 5, answer: 'drop' });
    const first = await graph.step.contain(aTarget(), aCall());
    expect(first.changed.map(({ state }) => state)).toEqual(['intended']);
    const second = await graph.step.contain(aTarget({ noted: first.changed }), aCall());
    expect(second).toMatchObject({ kind: 'contained', changed: [{ state: 'made' }], kept: [] });
  });
  it('without the permission the failure names it', async () => {
    const graph = given(aDevice('device'));
    graph.tokens.permissions.delete('Device.ReadWrite.All');
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({
      kind: 'failed',
      failure: { kind: 'forbidden' },
      changed: [{ state: 'notOurs' }],
    });
    expect(answer.kept.map(({ reason }) => writeDetail(reason)).join()).toContain('Device.ReadWrite.All');
  });
});

describe('enabling devices again', () => {
  it('enables ours, and only those', async () => {
    const graph = given(aDevice('ours'), aDevice('theirs', { accountEnabled: false }));
    const { changed } = await graph.step.contain(aTarget(), aCall());
    const answer = await graph.step.restore(aTarget(), changed, aCall());
    expect(answer).toMatchObject({
      kind: 'restored',
      changed: [{ item: { id: 'ours' }, state: 'restored' }],
    });
    expect(disabled(graph)).toEqual(['theirs']);
  });
  it('changes nothing of one that is enabled already', async () => {
    const graph = given(aDevice('ours'));
    const { changed } = await graph.step.contain(aTarget(), aCall());
    await graph.step.restore(aTarget(), changed, aCall());
    graph.calls.length = 0;
    const again = await graph.step.restore(aTarget(), changed, aCall());
    expect(again.changed.map(({ state }) => state)).toEqual(['restored']);
    expect(graph.calls).toEqual(['GET /devices/ours']);
  });
  it('a device that is gone is not ours to enable', async () => {
    const graph = given(aDevice('ours'));
    const { changed } = await graph.step.contain(aTarget(), aCall());
    graph.directory.items.devices = [];
    expect(await graph.step.restore(aTarget(), changed, aCall())).toMatchObject({
      kind: 'unchanged',
      changed: [{ state: 'notOurs' }],
    });
  });
  it('stops at a failure of the backend, and says what is still disabled', async () => {
    const graph = given(aDevice('first'), aDevice('second'));
    const { changed } = await graph.step.contain(aTarget(), aCall());
    graph.faults.add({ method: 'PATCH', times: 9, answer: failure(503, 'x', '') });
    const answer = await graph.step.restore(aTarget(), changed, aCall());
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
    expect(answer.changed.map(({ state }) => state)).toEqual(['made']);
    expect(disabled(graph)).toEqual(['first', 'second']);
  });
});
