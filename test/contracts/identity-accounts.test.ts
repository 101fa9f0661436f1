import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContainmentChange } from '../../shared/core/containment';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import { storedAccount } from '../../local/tenant/identity-accounts';
import type { Tenant } from '../../local/tenant/tenant';
import { aUser } from '../support/builders';
import {
  GRAY,
  STEP_PERMISSIONS,
  addIdentity,
  methodsOn,
  tenantOfSteps,
  threeAccounts,
} from './identity-step-sides';

const CALL = { mayCall: () => true, share: ['queue', 'request-1'], note: () => Promise.resolve(true) };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await tenantOfSteps();
});
afterAll(() => tenant.stop());
beforeEach(() => {
  tenant.faults.clear();
  for (const permission of STEP_PERMISSIONS) tenant.tokens.permissions.add(permission);
  tenant.directory.identities = [];
});

const method = () => methodsOn(tenant).methods.identityAccounts;
const contain = (user = GRAY) => method().contain({ user, noted: [] }, CALL);
const restore = (changes: readonly ContainmentChange[]) =>
  method().restore({ user: GRAY, noted: changes }, changes, CALL);
const fault = (one: Omit<Fault, 'times'>): void => tenant.faults.add({ times: 1, ...one });

describe('accounts in other identity providers', () => {
  const accounts = () => tenant.directory.identities?.[0]?.accounts ?? [];
  const states = () =>
    accounts().map(({ identityProvider, isEnabled, revocations }) => [
      identityProvider,
      isEnabled,
      revocations,
    ]);

  it('are disabled in Active Directory and Okta, and not in Entra ID; Okta ends the sessions too', async () => {
    addIdentity(tenant);
    expect(await contain()).toMatchObject({
      kind: 'contained',
      changed: [
        { item: { id: 'ad-1', name: 'Active Directory' }, state: 'made' },
        {
          item: { id: 'okta-1', name: 'Okta' },
          before: { actions: 'disable revokeAllSessions' },
          state: 'made',
        },
      ],
      advice: { code: 'identityActionAccepted' },
    });
    expect(states()).toEqual([
      ['activeDirectory', false, 0],
      ['entraID', true, 0],
      ['okta', false, 1],
    ]);
  });
  it('that somebody else has disabled stay as they are, also when the others are brought back', async () => {
    addIdentity(tenant, [storedAccount('ad-1', 'activeDirectory', false), storedAccount('okta-1', 'okta')]);
    const answer = await contain();
    expect(answer.kept).toMatchObject([{ item: { id: 'ad-1' }, reason: { code: 'identityActionOff' } }]);
    expect(await restore(answer.changed)).toMatchObject({ kind: 'restored' });
    expect(states()).toEqual([
      ['activeDirectory', false, 0],
      ['okta', true, 1],
    ]);
  });
  it('are done one by one: the failure of one stops no other', async () => {
    addIdentity(tenant);
    fault({ method: 'POST', path: 'invokeAction', answer: failure(400, 'BadRequest', '') });
    expect(await contain()).toMatchObject({
      kind: 'failed',
      failure: { kind: 'badRequest' },
      changed: [
        { item: { id: 'ad-1' }, state: 'notOurs' },
        { item: { id: 'okta-1' }, state: 'made' },
      ],
    });
  });
  it('are none where Defender for Identity knows no account', async () => {
    expect(await contain()).toMatchObject({ kind: 'unchanged', changed: [] });
  });
  it.each<[string, () => void, object]>([
    [
      'without the product',
      () => void (tenant.directory.identities = undefined),
      { detail: { code: 'twoSentences' } },
    ],
    [
      'without the permission to read',
      () => tenant.tokens.permissions.delete('SecurityIdentitiesAccount.Read.All'),
      { kind: 'forbidden', detail: { values: { second: { code: 'identityNeedsDefender' } } } },
    ],
    [
      'where the API is not there',
      () => fault({ path: 'identityAccounts', answer: failure(404, 'NotFound', '') }),
      { kind: 'notEnabled', detail: { code: 'identityNeedsDefender' } },
    ],
    [
      'when the list also names others, because its filter did nothing',
      () =>
        fault({
          path: 'identityAccounts',
          answer: {
            status: 200,
            body: {
              value: [{ id: 'x', onPremisesSecurityIdentifier: 'S-1-5-21-1', accounts: threeAccounts() }],
            },
          },
        }),
      { kind: 'notDone', detail: { code: 'identityNotListed' } },
    ],
    [
      'when the answer is not a list',
      () => fault({ path: 'identityAccounts', answer: { status: 200, body: 'soon' } }),
      { kind: 'notDone', detail: { code: 'identityNotListed' } },
    ],
  ])('are left alone %s', async (_rule, prepare, why) => {
    addIdentity(tenant);
    prepare();
    expect(await contain()).toMatchObject({
      kind: 'failed',
      failure: why,
      changed: [],
    });
    expect(accounts().every((account) => account.isEnabled)).toBe(true);
  });
  it('are not looked for without a security identifier', async () => {
    expect(await contain(aUser())).toMatchObject({
      failure: { detail: { code: 'identityNoSid' } },
    });
  });
  it('are found where the answer has the names of the documentation', async () => {
    const body = {
      value: [
        {
          id: 'x',
          onPremisesSecurityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1107',
          accounts: [{ provider: 'ActiveDirectory', identifier: 'ad-9', actions: ['Disable'] }],
        },
      ],
    };
    fault({ path: 'identityAccounts', answer: { status: 200, body } });
    expect(await method().foresee({ user: GRAY, noted: [] })).toMatchObject({
      changes: [{ item: { id: 'ad-9' } }],
    });
  });
});
