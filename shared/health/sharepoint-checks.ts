import type { CloudName } from '../config/clouds';
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
  readonly cloud: CloudName;
  /** In a connected tenant: where its administrator consents to the application that calls SharePoint. */
  readonly consentLink?: string;
  /** Set where SharePoint itself is asked whether it takes the call. */
  readonly probe?: Revoker;
}

/** Checks the configuration of the method `sharePoint`, and asks SharePoint itself where that is wanted. */
export function sharePointChecks(
  checked: CheckedSharePoint,
  policy: Pick<Policy, 'methods'>,
): readonly HealthCheck[] {
  const { probe } = checked;
  return [
    { name: 'sharePoint', run: () => Promise.resolve(checkConfiguration(checked, policy)) },
    ...(probe ? [{ name: SHAREPOINT_PERMISSION, run: () => checkCall(probe, checked) }] : []),
  ];
}

/** The setting that names the host, in the home tenant or in a connection. */
function settingOf({ consentLink }: CheckedSharePoint): string {
  return consentLink === undefined ? 'SHAREPOINT_ADMIN_URL' : 'sharePointAdminUrl of the connection';
}

function checkConfiguration(checked: CheckedSharePoint, { methods }: Pick<Policy, 'methods'>): CheckResult {
  const { adminUrl, cloud } = checked;
  const suffix = cloudNamed(cloud).sharePointAdminSuffix;
  const remedy = `Set it to https://NAME${suffix}.`;
  if (!methods.includes('graph')) {
    return {
      status: 'warning',
      detail: 'Graph is off: only the sessions of SharePoint and OneDrive end, and nothing verifies it.',
      remedy: 'Add graph to methods of the policy.',
    };
  }
  const { hostname } = new URL(adminUrl);
  if (!ADMIN_SUFFIXES.some((known) => hostname.endsWith(known))) {
    const detail = `${settingOf(checked)} is not an admin host of SharePoint Online that is known.`;
    return { status: 'warning', detail, remedy };
  }
  if (!hostname.endsWith(suffix)) {
    const detail = `${settingOf(checked)} is an admin host of another cloud: CLOUD is ${cloud}.`;
    return { status: 'warning', detail, remedy };
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
async function checkCall(revoker: Revoker, checked: CheckedSharePoint): Promise<CheckResult> {
  return resultOf(await revoker.revoke(NOBODY, { mayCall: () => true, share: [] }), checked);
}

function resultOf(answer: RevocationAnswer, checked: CheckedSharePoint): CheckResult {
  if (answer.kind === 'failed') return resultOfFailure(answer.failure, checked);
  return {
    status: 'warning',
    detail: 'SharePoint answered that it signs out a user who does not exist: its answers prove nothing.',
    remedy: 'Remove sharePoint from methods of the policy.',
  };
}

function resultOfFailure({ kind, detail }: BackendFailure, checked: CheckedSharePoint): CheckResult {
  if (kind === 'userGone') {
    return { status: 'ok', detail: 'SharePoint takes the call from this identity, and the feature is on.' };
  }
  if (kind === 'notEnabled') {
    return {
      status: 'warning',
      detail: 'SharePoint takes the call, but the feature is off in this tenant (state 0).',
      remedy: `Remove ${settingOf(checked)}: every outcome would only say notEnabled.`,
    };
  }
  return { status: 'failed', detail: writeDetail(detail), remedy: remedyOf(kind, checked) };
}

function remedyOf(kind: BackendFailureKind, checked: CheckedSharePoint): string {
  const { consentLink } = checked;
  if (kind === 'forbidden') {
    return consentLink === undefined
      ? `Grant ${SHAREPOINT_PERMISSION} of Office 365 SharePoint Online to the identity of SHAREPOINT_CLIENT_ID, or remove SHAREPOINT_ADMIN_URL.`
      : `Add ${SHAREPOINT_PERMISSION} of Office 365 SharePoint Online to the application, and have the administrator consent again: ${consentLink}`;
  }
  if (kind === 'consentMissing' && consentLink !== undefined)
    return `Send the administrator this link: ${consentLink}`;
  return kind === 'noToken' && consentLink === undefined
    ? 'Set SHAREPOINT_CLIENT_ID to the client id of an identity that is assigned to the app.'
    : `Check ${settingOf(checked)}, and try again.`;
}
