import { compact } from '../core/compact';
import { firstSeenOf } from '../core/first-seen';
import { intakeMessageId } from '../core/ids';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import { readReceivedBy } from '../core/received-by';
import type { Alert } from '../core/request';
import type { EvictionEvent } from '../messages/eviction-event';
import { WEBHOOK_MARK, propertiesOf } from '../messages/message-history';
import type { NewMessage, RequestQueue } from '../ports/request-queue';
import type { Dependencies } from './dependencies';

/**
 * Sends the request that policy wants when a user has returned; none otherwise. It has the sender and the alert of the one
 * before, so that the same rules decide on it: protection, approval and the brake. Repeating it is harmless.
 *
 * @throws Unavailable when the broker has not accepted it
 */
export async function followUp(
  { policy }: Pick<Dependencies, 'policy'>,
  intakeQueue: Pick<RequestQueue, 'send'>,
  event: EvictionEvent,
): Promise<void> {
  const message = followUpOf(event, policy);
  if (message) await intakeQueue.send(message);
}

function followUpOf(
  { id, data }: EvictionEvent,
  { brake, watch }: Pick<Policy, 'brake' | 'watch'>,
): NewMessage | undefined {
  const { onReturn = 'report', followUpRequestId: requestId, user, signIn, tenantId } = data;
  if (onReturn === 'report' || requestId === undefined || !signIn) return undefined;
  const request = compact({
    id: requestId,
    user: { id: user.id },
    tenantId,
    // No person has asked for it: a revocation since the return answers it, and the one before does not.
    reason: `session-revoker: ${data.message} (event ${id})`,
    alert: alertOfReturn(data.alert, signIn.at),
    // Without a brake nothing else would end a row of returns.
    confirm: brake === undefined ? true : undefined,
    contain: onReturn === 'contain' ? watch?.contain : undefined,
  });
  return messageOf(requestId, request, readReceivedBy(data.receivedBy) ?? 'unproven');
}

/** The alert of before, raised by the return. What was added since its activity was first seen is the intruder's still. */
function alertOfReturn(alert: Alert = {}, at: string): Alert {
  const seenAt = firstSeenOf(alert);
  return compact({
    ...alert,
    createdAt: at,
    firstSeenAt: seenAt === undefined ? undefined : new Date(seenAt).toISOString(),
  });
}

function messageOf(requestId: string, request: object, receivedBy: ReceivedBy): NewMessage {
  const body = new TextEncoder().encode(JSON.stringify(request));
  const history = propertiesOf({ origin: { messageId: requestId }, attempts: 0, receivedBy });
  return {
    id: intakeMessageId(receivedBy, requestId, body),
    body,
    contentType: 'application/json',
    properties: { ...WEBHOOK_MARK, ...history },
  };
}
