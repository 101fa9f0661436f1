import type { HttpFunctionOptions, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { RefusalReason, WebhookRequest } from '../shared/webhook/admission';
import type { Received } from '../shared/app/receive-alert';

/** What the trigger hands each request to. */
export type ReceiveAlert = (request: WebhookRequest) => Promise<Received>;

/** Seconds after which a sender is to try again. */
const RETRY_AFTER_S = 15;
const STATUS: Readonly<Record<RefusalReason, number>> = {
  unknownSource: 404,
  badSignature: 401,
  tooLarge: 413,
  unsupportedType: 415,
  empty: 400,
};

/**
 * `POST /api/alerts`: the way in for products that speak HTTP and no AMQP; `POST /api/alerts/SOURCE` for those that
 * sign what they post. With `entraId` it is the platform that lets nobody in who has no token, and says who came in a
 * header that it strips from what comes from outside ("Work with user identities in Azure App Service authentication").
 */
export function receiveAlert(
  receive: ReceiveAlert,
  authorisation: 'functionKey' | 'entraId',
): HttpFunctionOptions {
  return {
    methods: ['POST'],
    route: 'alerts/{source?}',
    authLevel: authorisation === 'entraId' ? 'anonymous' : 'function',
    handler: async (request, context) => {
      if (authorisation === 'entraId' && !request.headers.get('x-ms-client-principal-id')) {
        return { status: 401, jsonBody: { error: 'sign in with Entra ID' } };
      }
      return answer(await receive(await webhookRequest(request)), context);
    },
  };
}

async function webhookRequest(request: HttpRequest): Promise<WebhookRequest> {
  const { source } = request.params;
  return {
    body: new Uint8Array(await request.arrayBuffer()),
    headers: Object.fromEntries(request.headers.entries()),
    ...(source !== undefined && source !== '' && { source }),
  };
}

function answer(received: Received, context: InvocationContext): HttpResponseInit {
  switch (received.kind) {
    case 'accepted':
      context.info(`accepted request=${received.requestId}`);
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
      context.error(`cannot take alerts now: ${received.what}`);
      return {
        status: 503,
        headers: { 'Retry-After': String(RETRY_AFTER_S) },
        jsonBody: { error: 'this cannot be taken now: send it again' },
      };
  }
}
