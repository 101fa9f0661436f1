import * as z from 'zod';
import type { SignedRequest } from './signature';

/** A request that may ask whether this address is willing to receive alerts. Names of headers are in lower case. */
export interface MethodRequest extends SignedRequest {
  readonly method: string;
}

/** The answer to a handshake, or why there is none. */
export type Handshake =
  | {
      readonly kind: 'willing';
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly detail: string };

/** Requests per minute that a sender of CloudEvents may send: a hundred a second. */
const ALLOWED_RATE = '6000';
/** A validation event of Event Grid has less than 1 KB. */
const MAX_EVENT_BYTES = 16 * 1024;

/** What is repeated to its sender: a code of the product's own making, never text that a page could interpret. */
const CODE = /^[\w.~+/=-]{1,256}$/;
const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i;

const validationSchema = z.tuple([
  z.object({
    eventType: z.literal('Microsoft.EventGrid.SubscriptionValidationEvent'),
    data: z.object({ validationCode: z.string().regex(CODE) }),
  }),
]);

/**
 * Answers the handshakes by which products verify an address before they send alerts to it: Okta's one-time verification of an event hook
 * (GET), that of CloudEvents webhooks (OPTIONS, "HTTP 1.1 Web Hooks for Event Delivery", section 4), and that of Event Grid's own
 * schema (POST). The host has verified the key before; nothing is put on a queue.
 *
 * @returns undefined when the request is not a handshake
 */
export function handshakeOf({ method, headers, body }: MethodRequest): Handshake | undefined {
  const challenge = headers['x-okta-verification-challenge'];
  if (method === 'GET' && challenge !== undefined) {
    if (!CODE.test(challenge)) return refused('x-okta-verification-challenge: is not a code');
    return { kind: 'willing', body: { verification: challenge } };
  }
  const origin = headers['webhook-request-origin'];
  if (method === 'OPTIONS' && origin !== undefined) {
    if (!HOST.test(origin)) return refused('webhook-request-origin: is not the name of a host');
    const allowed = { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': ALLOWED_RATE, Allow: 'POST' };
    return { kind: 'willing', headers: allowed };
  }
  if (method === 'POST' && headers['aeg-event-type'] === 'SubscriptionValidation') {
    const code = validationCodeIn(body);
    if (code === undefined) return refused('the body is not a validation event of Event Grid');
    return { kind: 'willing', body: { validationResponse: code } };
  }
  return undefined;
}

function refused(detail: string): Handshake {
  return { kind: 'refused', detail };
}

/** The code in an event of the type `Microsoft.EventGrid.SubscriptionValidationEvent`, which comes alone in its list. */
function validationCodeIn(body: Uint8Array): string | undefined {
  if (body.byteLength > MAX_EVENT_BYTES) return undefined;
  const read = validationSchema.safeParse(jsonIn(body));
  return read.success ? read.data[0].data.validationCode : undefined;
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
