import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphSnapshots } from '../../shared/adapters/containment/graph-snapshots';
import { removalMethods } from '../../shared/adapters/containment/removal-methods';
import { systemClock } from '../../shared/adapters/system-clock';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { removalSteps } from '../../shared/core/containment-step';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import { AccountItems } from '../../local/tenant/account-items';
import type { Tenant } from '../../local/tenant/tenant';
import { aCall, aDevice, aTarget } from '../support/account-items';
import { removalPermissions } from '../support/answered-graph';
import { aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import { fillAccount, stateOf } from './containment-removal-sides';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
  for (const permission of removalPermissions) tenant.tokens.permissions.add(permission);
});
afterAll(() => tenant.stop());
beforeEach(() => {
  tenant.faults.clear();
  Object.assign(tenant.directory.items, new AccountItems());
  fillAccount(tenant.directory);
});

function stepOf(step: (typeof removalSteps)[number]): ContainmentMethod {
  const clock = fixedClock();
  return removalMethods(graphClient(graphOptions(tenant, clock)), clock)[step];
}

describe.each(removalSteps)('over HTTP: %s', (step) => {
  it('changes what it foresees, and brings back what is not final', async () => {
    const before = stateOf(tenant.directory);
    const method = stepOf(step);
    const foreseen = await method.foresee(aTarget());
    expect(stateOf(tenant.directory)).toEqual(before);
    const answer = await method.contain(aTarget(), aCall());
    expect(answer).toMatchObject({
      kind: 'contained',
      attempts: 2,
      requestIds: [expect.any(String), expect.any(String)],
    });
    expect(foreseen).toMatchObject({
      changes: answer.changed.map((change) => ({ ...change, state: 'intended' })),
      kept: answer.kept,
    });
    const contained = stateOf(tenant.directory);
    expect(contained).not.toEqual(before);
    await method.restore(aTarget(), answer.changed, aCall());
    expect(stateOf(tenant.directory)).toEqual(step === 'removeAuthenticationMethods' ? contained : before);
  });
  it('makes a call again whose connection broke, and counts what had taken effect', async () => {
    const method = step === 'disableDevices' ? 'PATCH' : 'DELETE';
    tenant.faults.add({ method, times: 1, answer: 'drop', takesEffect: true });
    const answer = await stepOf(step).contain(aTarget(), aCall());
    expect(answer).toMatchObject({ kind: 'contained', attempts: 3 });
    expect(answer.changed.every(({ state }) => state === 'made')).toBe(true);
  });
});

it('follows the pages of every list', async () => {
  tenant.directory.items.devices = Array.from({ length: 8 }, (_, n) => aDevice(`device-${String(n)}`));
  const answer = await stepOf('disableDevices').contain(aTarget(), aCall());
  expect(answer.changed).toHaveLength(8);
  expect(tenant.directory.items.devices.filter(({ accountEnabled }) => accountEnabled)).toEqual([]);
});

it('a snapshot has what is read within a second, and names what hangs', async () => {
  tenant.faults.add({ method: 'GET', path: '/riskyUsers/', times: 1, answer: 'hang' });
  // Under load a second ends before the loopback has answered.
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(5 * ms) };
  const snapshot = await graphSnapshots({ ...graphOptions(tenant, clock), clock }).take(aUser());
  expect(snapshot.missing.map(({ part }) => part)).toEqual(['risk']);
  expect(snapshot.devices).toHaveLength(4);
  expect(snapshot.authenticationMethods).toHaveLength(5);
});
