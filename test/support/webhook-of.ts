import type { WebhookConfig } from '../../shared/config/config';
import { readWebhookConfig } from '../../shared/config/webhook-config';

/** The settings of the webhook, as the app reads them. */
export function webhookOf(settings: Readonly<Record<string, string>> = {}): WebhookConfig {
  const read = readWebhookConfig(settings, []);
  if (read.kind === 'invalid') throw new Error(read.problems.join());
  return read.value;
}

/** The settings of a webhook with these senders, who sign. */
export function signedBy(...names: readonly string[]): WebhookConfig {
  const senders = names.map((name) => ({ name, secrets: ['0123456789abcdef'] }));
  return webhookOf({ WEBHOOK_SOURCES: JSON.stringify(senders) });
}
