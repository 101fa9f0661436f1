import type { WebhookConfig } from '../config/config';
import type { ReceivedBy } from '../core/received-by';
import { KEY_SENDERS, namesOfSender } from '../core/received-by';

/** Whether a message can have a sender whom a rule names so, as the settings are. */
export function isConfiguredSender(
  named: string,
  { senders, issuers, authorization }: WebhookConfig,
): boolean {
  const name = named.toLowerCase();
  const [kind = ''] = name.split(':', 1);
  if (kind === 'queue' || kind === 'unproven') return true;
  if (kind === 'entra') return authorization === 'entraId';
  const isOfKeys = name === 'webhook' || name.startsWith(`webhook:${KEY_SENDERS}`);
  if (isOfKeys && authorization === 'functionKey') return true;
  const configured: readonly ReceivedBy[] = [
    ...senders.map((sender): ReceivedBy => `webhook:${sender.name}`),
    ...issuers.map(({ issuer }): ReceivedBy => `issuer:${issuer}`),
  ];
  return configured.some((sender) => namesOfSender(sender).includes(name));
}
