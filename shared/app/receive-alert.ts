import type { RefusalReason, WebhookRequest } from '../webhook/admission';
import { admit } from '../webhook/admission';
import { tokenIn, tokenRequestId } from '../messages/security-event-token';
import type { WebhookSource } from '../webhook/signature';
import type { InboxMessage } from '../ports/ports';
import { Unavailable } from '../ports/ports';
import type { TokenError } from '../ports/token-verifier';
import type { Dependencies } from './dependencies';
import { enterMessage } from './open-request';

/** What the sender of an alert is told. */
export type Received =
  | { readonly kind: 'accepted'; readonly requestId: string; readonly isToken: boolean }
  | { readonly kind: 'refused'; readonly because: RefusalReason; readonly detail: string }
  | { readonly kind: 'tokenRefused'; readonly error: TokenError; readonly detail: string }
  /** It has not been taken and is to be sent again. */
  | { readonly kind: 'unavailable'; readonly what: Unavailable['what'] };

/** What taking an alert needs. */
export interface Receiving extends Pick<
  Dependencies,
  'securityEventTokens' | 'ledger' | 'policy' | 'clock' | 'newId' | 'inbox'
> {
  readonly sources: readonly WebhookSource[];
}

/**
 * Takes an alert that came by HTTP and puts it on the request queue as it is. It reads nothing of the body and decides
 * nothing: what is wrong with it is answered on the topic, like everything else. Only a security event token is looked
 * into, since its transmitter must be told whether it is believed (RFC 8935, section 2).
 */
export async function receiveAlert(receiving: Receiving, request: WebhookRequest): Promise<Received> {
  const { sources, newId, clock } = receiving;
  const admitted = admit(request, { sources, newId: newId(), now: clock.now() });
  if (admitted.kind === 'refused') return admitted;
  const { message } = admitted;
  try {
    const token = tokenIn(message.body, message.contentType);
    if (token !== undefined) return await receiveToken(receiving, message, token);
    await receiving.inbox.put(message);
    return { kind: 'accepted', requestId: message.id, isToken: false };
  } catch (failure) {
    if (failure instanceof Unavailable) return { kind: 'unavailable', what: failure.what };
    throw failure;
  }
}

/**
 * A token that comes again, because its transmitter has not seen the answer, is acknowledged and acted on once: it has
 * the same id. Another one that bears the same `jti` is refused.
 */
async function receiveToken(receiving: Receiving, message: InboxMessage, token: string): Promise<Received> {
  const verdict = await receiving.securityEventTokens.verify(token);
  if (verdict.kind === 'refused') return { ...verdict, kind: 'tokenRefused' };
  const id = tokenRequestId(verdict);
  const { body } = message;
  const entered = await enterMessage(receiving, { body, lineage: { origin: {}, attempts: 0 } }, id);
  if (entered.kind === 'otherBody') {
    return { kind: 'tokenRefused', error: 'invalid_request', detail: 'its jti was used by another token' };
  }
  await receiving.inbox.put({ ...message, id });
  return { kind: 'accepted', requestId: id, isToken: true };
}
