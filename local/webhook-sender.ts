import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { HostProcess } from './host/host-process';

/** A sender that signs what it posts ("Standard Webhooks", standardwebhooks.com). */
export interface WebhookSender {
  /** Its entry in `WEBHOOK_SOURCES`. */
  readonly setting: { readonly name: string; readonly secrets: readonly string[] };
  /** Posts a body, and throws when it was not accepted. */
  post(http: HostProcess['http'], body: Uint8Array): Promise<void>;
}

export function webhookSender(name: string): WebhookSender {
  const secret = randomBytes(32);
  return {
    setting: { name, secrets: [`whsec_${secret.toString('base64')}`] },
    post: async (http, body) => {
      const id = randomUUID();
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', secret)
        .update(`${id}.${timestamp}.`)
        .update(body)
        .digest('base64');
      const answer = await fetch(`${http?.origin ?? ''}/api/alerts/${name}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-functions-key': http?.key ?? '',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body: new Uint8Array(body),
      });
      if (!answer.ok)
        throw new Error(`The webhook answered ${String(answer.status)}: ${await answer.text()}`);
    },
  };
}

/** `WEBHOOK_SOURCES` with one more sender; what is not a list stays for the app to report. */
export function withSender(written: string | undefined, { setting }: WebhookSender): string {
  try {
    const senders: unknown = JSON.parse(written ?? '[]');
    return Array.isArray(senders)
      ? JSON.stringify([...(senders as readonly unknown[]), setting])
      : (written ?? '');
  } catch {
    return written ?? '';
  }
}
