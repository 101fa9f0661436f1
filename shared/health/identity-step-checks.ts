import { DISABLE_SIGN_IN_PERMISSION } from '../adapters/containment/disable-sign-in';
import { ACCOUNT_ACTIONS_PERMISSION } from '../adapters/containment/identity-accounts';
import { ACCOUNTS_PATH, READ_ACCOUNTS_PERMISSION } from '../adapters/containment/listed-accounts';
import { RISK_PERMISSION } from '../adapters/containment/risk-calls';
import type { Cloud } from '../config/clouds';
import type { ContainmentStep } from '../core/containment-step';
import type { HealthCheck } from '../ports/health-check';
import type { Probe, ProbeOptions } from './graph-probes';
import { checksOf } from './graph-probes';

/** No user, no identity and no account has this id, and no account this SID: a call for them changes nothing. */
const NONE = '00000000-0000-0000-0000-000000000000';
const NO_SID = 'S-1-0-0';

const DISABLE: Probe = {
  purpose: 'to disable the sign-in of users, and to enable it again',
  call: {
    method: 'PATCH',
    path: `/users/${NONE}`,
    permission: DISABLE_SIGN_IN_PERMISSION,
    body: { accountEnabled: false },
    priority: 'low',
  },
};

const CONFIRM: Probe = {
  purpose: 'to confirm users as compromised, and to dismiss it again',
  product: 'Entra ID P2',
  call: {
    method: 'POST',
    path: '/identityProtection/riskyUsers/confirmCompromised',
    permission: RISK_PERMISSION,
    // It names nobody.
    body: { userIds: [] },
  },
};
const READ_ACCOUNTS: Probe = {
  purpose: 'to find the accounts of a user in Active Directory and Okta',
  product: 'Defender for Identity',
  call: {
    method: 'GET',
    path: `${ACCOUNTS_PATH}?$filter=onPremisesSecurityIdentifier%20eq%20'${NO_SID}'`,
    permission: READ_ACCOUNTS_PERMISSION,
  },
};
const CHANGE_ACCOUNTS: Probe = {
  purpose: 'to disable and enable these accounts',
  product: 'Defender for Identity',
  call: {
    method: 'POST',
    path: `${ACCOUNTS_PATH}/${NONE}/invokeAction`,
    permission: ACCOUNT_ACTIONS_PERMISSION,
    body: { accountId: NONE, action: 'disable', identityProvider: 'activeDirectory' },
  },
};

/** Checks what the steps that change how a user signs in need, of those that policy names. Changes nothing. */
export function identityStepChecks(
  options: ProbeOptions,
  steps: readonly ContainmentStep[],
  { lacks }: Pick<Cloud, 'lacks'>,
): readonly HealthCheck[] {
  const licensed = (step: 'confirmCompromised' | 'identityAccounts', probes: readonly Probe[]) => {
    if (!steps.includes(step)) return [];
    return lacks.includes(step) ? [notInCloud(step)] : checksOf(options, probes);
  };
  return [
    ...checksOf(options, steps.includes('disableSignIn') ? [DISABLE] : []),
    ...licensed('confirmCompromised', [CONFIRM]),
    ...licensed('identityAccounts', [READ_ACCOUNTS, CHANGE_ACCOUNTS]),
  ];
}

function notInCloud(step: ContainmentStep): HealthCheck {
  return {
    name: `step ${step}`,
    run: () =>
      Promise.resolve({
        status: 'warning',
        detail: `Microsoft Graph does not offer the step ${step} in this cloud, and policy names it.`,
        remedy: `Remove ${step} from containment of the policy.`,
      }),
  };
}
