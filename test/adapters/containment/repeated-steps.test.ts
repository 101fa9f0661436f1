import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContainmentChange } from '../../../shared/core/containment';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import type { Tenant } from '../../../local/tenant/tenant';
import { failure } from '../../../local/tenant/graph-message';
import { storedAccount } from '../../../local/tenant/identity-accounts';
import { GRAY, addIdentity, methodsOn, tenantOfSteps } from '../../contracts/identity-step-sides';
import { aCall, aConsent, aTarget, consented } from '../../support/account-items';
import { answeredGraph } from '../../support/answered-graph';
import { AVERY_ID, TENANT_ID, aUser } from '../../support/builders';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await tenantOfSteps();
});
afterEach(() => tenant.stop());

const made = { status: 200, body: {} };
const refusal = failure(400, 'BadRequest', 'The action is not available.');

describe('an account of which a part of the work is refused', () => {
  it('can be undone: Okta has disabled it, and does not end its sessions', async () => {
    addIdentity(tenant, [storedAccount('okta-1', 'okta')]);
    tenant.faults.add({ path: 'invokeAction', times: 1, answer: made, takesEffect: true });
    tenant.faults.add({ path: 'invokeAction', times: 1, answer: refusal });
    const { identityAccounts } = methodsOn(tenant).methods;
    const answer = await identityAccounts.contain(aTarget({ user: GRAY }), aCall());
    expect(answer).toMatchObject({
      kind: 'failed',
      changed: [{ item: { id: 'okta-1' }, state: 'intended' }],
    });
    const target = aTarget({ user: GRAY, noted: answer.changed });
    expect(await identityAccounts.restore(target, answer.changed, aCall())).toMatchObject({
      kind: 'restored',
    });
    expect(tenant.directory.identities?.[0]?.accounts[0]?.isEnabled).toBe(true);
  });
  it('can be undone where it is refused once more, after a try whose answer is lost', async () => {
    addIdentity(tenant, [storedAccount('ad-1', 'activeDirectory')]);
    tenant.faults.add({ path: 'invokeAction', times: 1, answer: refusal });
    const { identityAccounts } = methodsOn(tenant).methods;
    const noted: readonly ContainmentChange[] = [
      {
        step: 'identityAccounts',
        item: { kind: 'identityAccount', id: 'ad-1' },
        before: { identityId: 'identity-1', provider: 'activeDirectory', actions: 'disable' },
        state: 'intended',
      },
    ];
    const answer = await identityAccounts.contain(aTarget({ user: GRAY, noted }), aCall());
    expect(answer).toMatchObject({ kind: 'failed', changed: [{ state: 'intended' }] });
  });
});

describe('what was noted earlier', () => {
  it('is noted once more before it is done, so that nothing is done while it is undone', async () => {
    const { disableSignIn } = methodsOn(tenant).methods;
    const noted: readonly ContainmentChange[] = [
      { step: 'disableSignIn', item: { kind: 'signIn', id: AVERY_ID }, state: 'intended' },
    ];
    const answer = await disableSignIn.contain(aTarget({ user: aUser(), noted }), aCall([], false));
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' } });
    expect(tenant.directory.user(AVERY_ID)?.accountEnabled).toBe(true);
  });
  it('and was refused then, is noted once more before it is removed', async () => {
    const graph = answeredGraph();
    const consent = aConsent('mail-app');
    graph.directory.items.consents.push(consent);
    graph.directory.items.auditEvents.push(consented(consent));
    const { removeConsents } = removalMethods(graph.client, graph.clock);
    const first = await removeConsents.contain(aTarget(), aCall([], false));
    expect(first.changed).toEqual([]);
    const notes: ContainmentChange[] = [];
    graph.faults.add({ method: 'DELETE', times: 1, answer: refusal });
    const refused = await removeConsents.contain(aTarget(), aCall(notes));
    expect(refused.changed).toMatchObject([{ state: 'notOurs' }]);
    const again: ContainmentChange[] = [];
    await removeConsents.contain(aTarget({ noted: refused.changed }), aCall(again));
    expect(again).toEqual(notes);
    expect(graph.directory.items.consents).toEqual([]);
  });
});

describe('a restore after one whose process has died', () => {
  it('dismisses the risk, whatever the earlier one was answered and has not fetched', async () => {
    const { methods, tickets, clock } = methodsOn(tenant);
    const { confirmCompromised } = methods;
    const { changed } = await confirmCompromised.contain(aTarget(), aCall());
    const key = { tenantId: TENANT_ID, act: 'dismiss', userId: AVERY_ID } as const;
    await tickets.add(key, clock.now());
    const earlier = await tickets.list(TENANT_ID, new Date(0));
    await tickets.answer(earlier, { kind: 'accepted', requestId: 'earlier' });
    const answer = await confirmCompromised.restore(aTarget({ noted: changed }), changed, aCall());
    expect(answer).toMatchObject({ kind: 'restored' });
    expect(tenant.directory.items.risks).toMatchObject([{ riskState: 'dismissed' }]);
  });
});
