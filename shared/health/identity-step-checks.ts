import { DISABLE_SIGN_IN_PERMISSION } from '../adapters/containment/disable-sign-in';
import { ACCOUNT_ACTIONS_PERMISSION } from '../adapters/containment/identity-accounts';
import { ACCOUNTS_PATH, READ_ACCOUNTS_PERMISSION } from '../adapters/containment/listed-accounts';
import { RISK_PERMISSION } from '../adapters/containment/risk-calls';
import type { GraphCall } from '../adapters/graph/graph-client';
import type { Cloud } from '../config/clouds';
import type { ContainmentStep } from '../core/containment-step';
import { writeDetail } from '../core/detail';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Probe, ProbeOptions } from './graph-checks';
import { checksOf, claimsOf } from './graph-checks';

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

/** A harmless call that needs a permission, and a product which the tenant may not have. */
interface LicensedProbe {
  readonly purpose: string;
  readonly product: string;
  readonly call: GraphCall;
}

const CONFIRM: LicensedProbe = {
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
const READ_ACCOUNTS: LicensedProbe = {
  purpose: 'to find the accounts of a user in Active Directory and Okta',
  product: 'Defender for Identity',
  call: {
    method: 'GET',
    path: `${ACCOUNTS_PATH}?$filter=onPremisesSecurityIdentifier%20eq%20'${NO_SID}'`,
    permission: READ_ACCOUNTS_PERMISSION,
  },
};
const CHANGE_ACCOUNTS: LicensedProbe = {
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
  const licensed = (step: 'confirmCompromised' | 'identityAccounts', probes: readonly LicensedProbe[]) => {
    if (!steps.includes(step)) return [];
    return lacks.includes(step)
      ? [notInCloud(step)]
      : probes.map((probe) => ({ name: probe.call.permission, run: () => checkLicensed(options, probe) }));
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

/** Who has the permission is answered that nobody is there, or that nobody was named. */
async function checkLicensed(
  options: ProbeOptions,
  { purpose, product, call }: LicensedProbe,
): Promise<CheckResult> {
  const { permission } = call;
  const answer = await options.graph(call);
  if (answer.kind !== 'failed' || answer.failure.kind === 'badRequest')
    return { status: 'ok', detail: `Granted, ${purpose}.` };
  if (answer.failure.kind !== 'forbidden') {
    return {
      status: 'failed',
      detail: writeDetail(answer.failure.detail),
      remedy: 'Run the check again when Microsoft Graph is available.',
    };
  }
  const roles = (await claimsOf(options))?.roles ?? [];
  if (roles.includes(permission)) {
    return {
      status: 'failed',
      detail: `Granted, but Microsoft Graph still denies the call: the tenant may lack ${product}.`,
      remedy: `Check that the tenant has ${product}; a new grant takes effect after some minutes.`,
    };
  }
  const { howToGrant } = options;
  return {
    status: 'failed',
    detail: `Missing, ${purpose}.`,
    remedy:
      howToGrant?.(permission) ??
      `Grant the application permission ${permission} of Microsoft Graph to the identity of the steps.`,
  };
}
