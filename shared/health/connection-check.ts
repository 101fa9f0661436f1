import type { Config, WebhookConfig } from '../config/config';
import type { Connection } from '../core/connection';
import { isActive } from '../core/connection';
import { looserFields } from '../core/looser-fields';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import { isConfiguredSender } from './configured-sender';

/** What a connection is compared with. */
export interface ComparedWith {
  readonly policy: Config['policy'];
  readonly webhook: WebhookConfig;
}

/** Checks a connection by itself: that it is active, that its senders exist, and that its policy is stricter. */
export function connectionCheck(connection: Connection, config: ComparedWith): HealthCheck {
  return { name: 'connection', run: () => Promise.resolve(judgeConnection(connection, config)) };
}

/** What is wrong with a connection, without any call. */
export function judgeConnection(connection: Connection, { policy, webhook }: ComparedWith): CheckResult {
  const { sources, policy: own } = connection;
  if (!isActive(connection)) {
    return {
      status: 'warning',
      detail:
        'The tenant is disconnected: nobody is signed out there, and its senders speak for no other tenant.',
      remedy: 'Connect it again, or leave it.',
    };
  }
  const unknown = sources.filter((sender) => !isConfiguredSender(sender, webhook));
  const looser = looserFields(policy, own);
  const findings = [
    ...(unknown.length > 0
      ? [
          {
            detail: `The app has no sender ${unknown.join(', ')}: nobody speaks for the tenant by this name, and a sender that is meant by it speaks for the home tenant.`,
            remedy:
              'Correct the sources of the connection, or WEBHOOK_SOURCES, SECURITY_EVENT_ISSUERS and WEBHOOK_AUTHORIZATION.',
          },
        ]
      : []),
    ...(looser.length > 0
      ? [
          {
            detail: `Looser than REVOCATION_POLICY, and without effect: ${looser.join(', ')}.`,
            remedy: 'Remove this from the policy of the connection.',
          },
        ]
      : []),
  ];
  if (findings.length === 0) return { status: 'ok', detail: `May be spoken for by ${sources.join(', ')}.` };
  return {
    status: 'warning',
    detail: findings.map(({ detail }) => detail).join(' '),
    remedy: findings.map(({ remedy }) => remedy).join(' '),
  };
}
