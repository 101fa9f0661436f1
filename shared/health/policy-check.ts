import { GUID } from '../core/guid';
import { mostApprovers } from '../core/quorum';
import type { Policy } from '../core/policy';
import type { SettingsInForce } from '../core/settings-in-force';
import { settingsInForce } from '../core/settings-in-force';
import type { WebhookConfig } from '../config/config';
import { isConfiguredSender } from './configured-sender';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Checks that the policy has the safeguards that an unattended lockout needs, and no rule that matches nothing. */
export function policyCheck(policy: Policy, webhook: WebhookConfig): HealthCheck {
  return { name: 'policy', run: () => Promise.resolve(checkPolicy(policy, webhook)) };
}

function checkPolicy(policy: Policy, webhook: WebhookConfig): CheckResult {
  const { protected: accounts, brake, confirmation, sources } = policy;
  const { mode, policyDigest } = settingsInForce(policy);
  const missing = [
    ...(accounts.users.length + accounts.groups.length + accounts.roles.length === 0
      ? ['protects nobody: name your break-glass accounts in protected']
      : []),
    ...(confirmation.approvers ?? [])
      .filter((name) => !GUID.test(name) && !name.includes('@'))
      .map((name) => `names the approver ${name}, which is neither an object id nor a user principal name`),
    ...sources
      .filter(({ receivedBy }) => receivedBy !== undefined && !isConfiguredSender(receivedBy, webhook))
      .map(
        ({ name }) =>
          `has the rule ${name} for a sender that is not configured, so that it matches no message: see WEBHOOK_SOURCES, SECURITY_EVENT_ISSUERS and WEBHOOK_AUTHORIZATION`,
      ),
    ...tooFewApprovers(policy),
    ...(brake ? [] : ['has no brake: set brake to limit how many users may be signed out at once']),
  ];
  const now = `${MEANINGS[mode]} The digest of the policy is ${policyDigest}.`;
  if (mode === 'off') return { status: 'warning', detail: now };
  return missing.length === 0
    ? { status: 'ok', detail: now }
    : { status: 'warning', detail: now, remedy: `The policy ${missing.join('; and it ')}.` };
}

/** Where nothing proves who asked, one approver more is needed. */
function tooFewApprovers({ confirmation: { approvers }, approvals }: Policy): readonly string[] {
  const needed = mostApprovers(approvals);
  if (approvers === undefined || approvers.length >= needed) return [];
  const [listed, most] = [String(approvers.length), String(needed)];
  return [
    `lists ${listed} in confirmation.approvers, of whom ${most} must approve what nothing proves who asked for: list more`,
  ];
}

const MEANINGS: Readonly<Record<SettingsInForce['mode'], string>> = {
  off: 'Revocation is switched off (REVOCATION_ENABLED).',
  whatIf: 'Every request is only previewed.',
  revoke: 'Requests are carried out.',
};
