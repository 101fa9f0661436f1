import type { RefusalReason, WebhookRequest } from '../webhook/admission';
import type { Admitted } from '../webhook/admission';
import { admit } from '../webhook/admission';
import { intakeMessageId, tokenRequestId } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import { WEBHOOK_MARK, propertiesOf } from '../messages/message-history';
import { tokenIn } from '../messages/security-event-token';
import type { WebhookSender } from '../webhook/signature';
import type { NewMessage, RequestQueue } from '../ports/request-queue';
import { TooLarge } from '../ports/too-large';
import { Unavailable } from '../ports/unavailable';
import type { TokenError } from '../ports/token-verifier';
import type { Dependencies } from './dependencies';
import { registerMessage } from './register-request';
import type { From, SendingUrgent } from './send-urgent';
import { sendIfUrgent } from './send-urgent';

/** What the sender of an alert is answered. */
export type Received =
  | { readonly kind: 'accepted'; readonly requestId: string; readonly isToken: boolean }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string }
  | { readonly kind: 'tokenRefused'; readonly error: TokenError; readonly detail: string }
  /** It was not accepted: it must be sent again. */
  | { readonly kind: 'unavailable'; readonly what: Unavailable['what'] };

const TOO_LARGE = 'the alert is larger than the queue accepts';

/** What receiving an alert needs. */
export interface Receiving extends SendingUrgent, Pick<Dependencies, 'tokenVerifier' | 'newId'> {
  /** The queue of what came over HTTP. */
  readonly intakeQueue: Pick<RequestQueue, 'send'>;
  readonly senders: readonly WebhookSender[];
}

/**
 * Puts an alert that came by HTTP on the intake queue as it is, with its sender, or on the urgent queue. It decides nothing else: what
 * is wrong with it is answered on the topic, like everything else. Only a security event token is verified, since its
 * transmitter expects to learn whether it is trusted (RFC 8935, section 2).
 */
export async function receiveAlert(receiving: Receiving, request: WebhookRequest): Promise<Received> {
  const { senders, newId, clock } = receiving;
  const admitted = admit(request, { senders, newId: newId(), now: clock.now() });
  if (admitted.kind === 'refused') return admitted;
  try {
    const token = tokenIn(admitted.body, admitted.contentType);
    if (token !== undefined) return await receiveToken(receiving, admitted, token);
    const { receivedBy, requestId } = admitted;
    await sendReceived(receiving, admitted, { receivedBy, requestId });
    return { kind: 'accepted', requestId, isToken: false };
  } catch (failure) {
    if (failure instanceof Unavailable) return { kind: 'unavailable', what: failure.what };
    if (failure instanceof TooLarge) return { kind: 'refused', reason: 'tooLarge', detail: TOO_LARGE };
    throw failure;
  }
}

/**
 * A token that is sent again, because its transmitter has not seen the answer, is accepted and acted on once: it has the
 * same id. Another token with the same `jti` is refused.
 */
async function receiveToken(receiving: Receiving, alert: ReceivedBody, token: string): Promise<Received> {
  const verdict = await receiving.tokenVerifier.verify(token);
  if (verdict.kind === 'refused') return { ...verdict, kind: 'tokenRefused' };
  const requestId = tokenRequestId(verdict);
  const receivedBy: ReceivedBy = `issuer:${verdict.issuer}`;
  const message = { body: alert.body, history: { origin: {}, attempts: 0, receivedBy } };
  const registered = await registerMessage(receiving, message, requestId);
  if (registered.kind === 'otherBody') {
    return { kind: 'tokenRefused', error: 'invalid_request', detail: 'its jti was used by another token' };
  }
  await receiving.intakeQueue.send(messageOf(alert, receivedBy, requestId));
  return { kind: 'accepted', requestId, isToken: true };
}

/**
 * Puts what came over HTTP onto the intake queue, or on the urgent queue if it is urgent.
 *
 * @throws Unavailable when the broker has not accepted it
 * @throws TooLarge when the broker will never accept it
 */
export async function sendReceived(
  sending: SendingUrgent & Pick<Receiving, 'intakeQueue'>,
  received: ReceivedBody,
  from: From,
): Promise<void> {
  const message = messageOf(received, from.receivedBy, from.requestId);
  if (!(await sendIfUrgent(sending, message, from))) await sending.intakeQueue.send(message);
}

/** A body that came over HTTP, with what its message says of it. */
type ReceivedBody = Pick<Extract<Admitted, { kind: 'admitted' }>, 'body' | 'contentType' | 'properties'>;

function messageOf(
  { body, contentType, properties }: ReceivedBody,
  receivedBy: ReceivedBy,
  requestId: string,
): NewMessage {
  const history = propertiesOf({ origin: { messageId: requestId }, attempts: 0, receivedBy });
  return {
    id: intakeMessageId(receivedBy, requestId, body),
    body,
    contentType,
    properties: { ...properties, ...WEBHOOK_MARK, ...history },
  };
}
