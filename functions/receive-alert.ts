import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { WebhookRequest } from '../shared/intake/webhook';
import type { Received } from '../shared/shell/receive-alert';

/** What the trigger hands each request to. */
export type ReceiveAlert = (request: WebhookRequest) => Promise<Received>;

/** Seconds after which a sender is to try again. */
const RETRY_AFTER_S = 15;
const STATUS = { tooLarge: 413, unsupportedType: 415, empty: 400 } as const;

/** `POST /api/alerts`: the way in for products that speak HTTP and no AMQP. */
export function receiveAlert(receive: ReceiveAlert): HttpHandler {
  return async (request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> => {
    const received = await receive({
      body: new Uint8Array(await request.arrayBuffer()),
      headers: Object.fromEntries(request.headers.entries()),
    });
    switch (received.kind) {
      case 'accepted':
        context.info(`accepted request=${received.requestId}`);
        return { status: 202, jsonBody: { requestId: received.requestId } };
      case 'refused':
        context.warn(`refused because=${received.because}`);
        return { status: STATUS[received.because], jsonBody: { error: received.detail } };
      case 'unavailable':
        context.error('the request queue does not take messages');
        return {
          status: 503,
          headers: { 'Retry-After': String(RETRY_AFTER_S) },
          jsonBody: { error: 'the request queue does not take messages now: send it again' },
        };
    }
  };
}
