import type {
  HttpFunctionOptions,
  HttpMethod,
  HttpRequest,
  HttpResponseInit,
  InvocationContext,
} from '@azure/functions';
import { compact } from '../shared/core/compact';
import { handshakeOf } from '../shared/webhook/handshake';
import type { Handshake } from '../shared/webhook/handshake';
import type { RefusalReason, WebhookRequest } from '../shared/webhook/admission';
import type { ReceivedBy } from '../shared/core/received-by';
import { entraCaller, keyCaller } from '../shared/webhook/caller';
import type { Received } from '../shared/app/receive-alert';

/** Receives a request to the webhook. */
export type ReceiveAlert = (request: WebhookRequest) => Promise<Received>;

/** When a sender should try again. */
const RETRY_AFTER_S = 15;
const STATUS: Readonly<Record<RefusalReason, number>> = {
  unknownSource: 404,
  badSignature: 401,
  tooLarge: 413,
  unsupportedType: 415,
  empty: 400,
  lengthRequired: 411,
};

/** The host answers 404 to a method that no function has; those that are registered are answered 405. */
const METHODS: readonly HttpMethod[] = ['POST', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * `POST /api/alerts`: the webhook, for products that use HTTP and not AMQP; `POST /api/alerts/SOURCE` for senders that
 * sign their requests. With `entraId` the platform denies requests without a token.
 */
export function receiveAlert(
  receive: ReceiveAlert,
  authorization: 'functionKey' | 'entraId',
): HttpFunctionOptions {
  return {
    methods: [...METHODS],
    route: 'alerts/{source?}',
    authLevel: authorization === 'entraId' ? 'anonymous' : 'function',
    handler: async (request, context) => {
      const headers = Object.fromEntries(request.headers.entries());
      const caller = authorization === 'entraId' ? entraCaller(headers) : keyCaller(headers, request.query);
      if (!caller) return { status: 401, jsonBody: { error: 'not authenticated: sign in with Entra ID' } };
      const received = await webhookRequest(request, caller);
      const method = request.method.toUpperCase();
      // A sender that signs sends nothing else to its address.
      const handshake = received.sender === undefined ? handshakeOf({ ...received, method }) : undefined;
      if (handshake) return handshakeAnswer(handshake, context);
      if (method !== 'POST') {
        const error = `the method ${request.method} is not supported: send a POST request`;
        return { status: 405, headers: { Allow: 'POST' }, jsonBody: { error } };
      }
      return answer(await receive(received), { context, isMinimal: prefersMinimal(headers) });
    },
  };
}

async function webhookRequest(request: HttpRequest, caller: ReceivedBy): Promise<WebhookRequest> {
  const { source } = request.params;
  return compact({
    body: new Uint8Array(await request.arrayBuffer()),
    headers: Object.fromEntries(request.headers.entries()),
    sender: source === '' ? undefined : source,
    caller,
  });
}

/** What a handshake repeats is read as data, whatever opens it. */
const AS_DATA = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };

function handshakeAnswer(handshake: Handshake, context: InvocationContext): HttpResponseInit {
  if (handshake.kind === 'refused') {
    context.warn('refused a handshake');
    return { status: 400, jsonBody: { error: handshake.detail } };
  }
  context.info('answered a handshake');
  const { headers, body: jsonBody } = handshake;
  return compact({ status: 200, headers: { ...AS_DATA, ...headers }, jsonBody });
}

/** Whether the sender wants an empty answer (RFC 7240, section 4.2): Okta expects one of 200 or 204. */
function prefersMinimal(headers: Readonly<Record<string, string>>): boolean {
  return (headers['prefer'] ?? '').split(/[,;]/).some((one) => one.trim().toLowerCase() === 'return=minimal');
}

function answer(
  received: Received,
  { context, isMinimal }: { readonly context: InvocationContext; readonly isMinimal: boolean },
): HttpResponseInit {
  switch (received.kind) {
    case 'accepted':
      context.info(`accepted request=${received.requestId}`);
      if (isMinimal) return { status: 204, headers: { 'Preference-Applied': 'return=minimal' } };
      // The transmitter of a token expects an empty answer (RFC 8935, section 2.2).
      return received.isToken
        ? { status: 202 }
        : { status: 202, jsonBody: { requestId: received.requestId } };
    case 'refused':
      context.warn(`refused reason=${received.reason}`);
      return { status: STATUS[received.reason], jsonBody: { error: received.detail } };
    case 'tokenRefused':
      context.warn(`refused a security event token error=${received.error}`);
      return {
        status: 400,
        headers: { 'Content-Language': 'en' },
        jsonBody: { err: received.error, description: received.detail },
      };
    case 'unavailable':
      context.error(`alert not accepted unavailable=${received.what}`);
      return {
        status: 503,
        headers: { 'Retry-After': String(RETRY_AFTER_S) },
        jsonBody: { error: 'the alert was not accepted: send it again later' },
      };
  }
}
