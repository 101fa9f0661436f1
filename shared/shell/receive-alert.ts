import { admit } from '../intake/webhook';
import type { WebhookRequest } from '../intake/webhook';
import type { Inbox } from '../ports';
import { Unavailable } from '../ports';

/** What the sender of an alert is told. */
export type Received =
  | { readonly kind: 'accepted'; readonly requestId: string }
  | {
      readonly kind: 'refused';
      readonly because: 'tooLarge' | 'unsupportedType' | 'empty';
      readonly detail: string;
    }
  /** It has not been taken and is to be sent again. */
  | { readonly kind: 'unavailable' };

/**
 * Takes an alert that came by HTTP and puts it on the request queue as it is. It reads nothing of the body and decides
 * nothing: what is wrong with it is answered on the topic, like everything else.
 */
export async function receiveAlert(
  { inbox, newId }: { readonly inbox: Inbox; readonly newId: () => string },
  request: WebhookRequest,
): Promise<Received> {
  const admitted = admit(request, newId());
  if (admitted.kind === 'refused') return admitted;
  try {
    await inbox.put(admitted.message);
    return { kind: 'accepted', requestId: admitted.message.id };
  } catch (failure) {
    if (failure instanceof Unavailable) return { kind: 'unavailable' };
    throw failure;
  }
}
