import { GUID } from '../core/guid';
import type { Policy } from '../core/policy';
import type { WebhookConfig } from '../config/config';
import { isConfiguredSender } from './configured-sender';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Checks that the policy has the safeguards that an unattended lockout needs, and no rule that matches nothing. */
export function policyCheck(policy: Policy, webhook: WebhookConfig): HealthCheck {
  return { name: 'policy', run: () => Promise.resolve(checkPolicy(policy, webhook)) };
}

function checkPolicy(
  { protected: accounts, brake, mode, revocationEnabled, confirmation, sources }: Policy,
  webhook: WebhookConfig,
): CheckResult {
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
    ...(brake ? [] : ['has no brake: set brake to limit how many users may be signed out at once']),
  ];
  if (!revocationEnabled) {
    return { status: 'warning', detail: 'Revocation is switched off (REVOCATION_ENABLED).' };
  }
  const now = mode === 'whatIf' ? 'Every request is only previewed.' : 'Requests are carried out.';
  return missing.length === 0
    ? { status: 'ok', detail: now }
    : { status: 'warning', detail: now, remedy: `The policy ${missing.join('; and it ')}.` };
}
