import { cloudNamed, cloudNames } from '../config/clouds';
import { SHAREPOINT_PERMISSION } from '../adapters/sharepoint/sharepoint-answer';
import type { BackendFailure, BackendFailureKind } from '../core/backend-failure';
import { writeDetail } from '../core/detail';
import type { Policy } from '../core/policy';
import type { RevocationAnswer } from '../core/revocation';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Revoker } from '../ports/revoker';

/** What the admin hosts of SharePoint Online end in, in every cloud. */
const ADMIN_SUFFIXES = cloudNames.map((name) => cloudNamed(name).sharePointAdminSuffix);

/** The parts of SharePoint's method that the health checks examine. */
export interface CheckedSharePoint {
  readonly adminUrl: string;
  /** Set where SharePoint itself is asked whether it takes the call. */
  readonly probe?: Revoker;
  /** Absent: those of the app. */
  readonly remedies?: SharePointRemedies;
}

/** What an operator changes where the call fails. */
export interface SharePointRemedies {
  /** The name of the setting, or of the field, with the URL of the admin host. */
  readonly urlName: string;
  /** How the permission is granted. */
  readonly grant: string;
  /** How the call gets a token. */
  readonly token: string;
}

const REMEDIES_OF_APP: SharePointRemedies = {
  urlName: 'SHAREPOINT_ADMIN_URL',
  grant: `Grant ${SHAREPOINT_PERMISSION} of Office 365 SharePoint Online to the identity of SHAREPOINT_CLIENT_ID`,
  token: 'Set SHAREPOINT_CLIENT_ID to the client id of an identity that is assigned to the app.',
};

/** Checks the configuration of the method `sharePoint`, and asks SharePoint itself where that is wanted. */
export function sharePointChecks(
  { adminUrl, probe, remedies = REMEDIES_OF_APP }: CheckedSharePoint,
  policy: Pick<Policy, 'methods'>,
): readonly HealthCheck[] {
  return [
    { name: 'sharePoint', run: () => Promise.resolve(checkConfiguration(adminUrl, policy, remedies)) },
    ...(probe ? [{ name: SHAREPOINT_PERMISSION, run: () => checkCall(probe, remedies) }] : []),
  ];
}

function checkConfiguration(
  adminUrl: string,
  { methods }: Pick<Policy, 'methods'>,
  { urlName }: SharePointRemedies,
): CheckResult {
  if (!methods.includes('graph')) {
    return {
      status: 'warning',
      detail: 'Graph is off: only the sessions of SharePoint and OneDrive end, and nothing verifies it.',
      remedy: 'Add graph to methods of the policy.',
    };
  }
  const { hostname } = new URL(adminUrl);
  if (!ADMIN_SUFFIXES.some((suffix) => hostname.endsWith(suffix))) {
    return {
      status: 'warning',
      detail: `${urlName} is not an admin host of SharePoint Online that is known.`,
      remedy: `Set it to https://NAME followed by that of your cloud: ${ADMIN_SUFFIXES.join(', ')}.`,
    };
  }
  return methods.includes('sharePoint')
    ? { status: 'ok', detail: 'SharePoint is called beside Graph.' }
    : { status: 'ok', detail: 'SharePoint is configured, and policy does not use it.' };
}

/** Cannot exist: the top-level domain `invalid` is reserved (RFC 2606). */
const NOBODY = {
  id: '00000000-0000-0000-0000-000000000000',
  userPrincipalName: 'no-such-user@session-revoker.invalid',
  signInTypes: [],
};

/** Asks SharePoint to sign out a user who cannot exist. */
async function checkCall(revoker: Revoker, remedies: SharePointRemedies): Promise<CheckResult> {
  return resultOf(await revoker.revoke(NOBODY, { mayCall: () => true, share: [] }), remedies);
}

function resultOf(answer: RevocationAnswer, remedies: SharePointRemedies): CheckResult {
  if (answer.kind === 'failed') return resultOfFailure(answer.failure, remedies);
  return {
    status: 'warning',
    detail: 'SharePoint answered that it signs out a user who does not exist: its answers prove nothing.',
    remedy: 'Remove sharePoint from methods of the policy.',
  };
}

function resultOfFailure({ kind, detail }: BackendFailure, remedies: SharePointRemedies): CheckResult {
  if (kind === 'userGone') {
    return { status: 'ok', detail: 'SharePoint takes the call from this identity, and the feature is on.' };
  }
  if (kind === 'notEnabled') {
    return {
      status: 'warning',
      detail: 'SharePoint takes the call, but the feature is off in this tenant (state 0).',
      remedy: `Remove ${remedies.urlName}: every outcome would only say notEnabled.`,
    };
  }
  return { status: 'failed', detail: writeDetail(detail), remedy: remedyOf(kind, remedies) };
}

function remedyOf(kind: BackendFailureKind, { urlName, grant, token }: SharePointRemedies): string {
  if (kind === 'forbidden' || kind === 'consentMissing') return `${grant}, or remove ${urlName}.`;
  return kind === 'noToken' ? token : `Check ${urlName}, and try again.`;
}
