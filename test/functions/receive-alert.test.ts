import { describe, expect, it } from '@jest/globals';
import type { HttpHandler } from '@azure/functions';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { receiveAlert } from '../../functions/receive-alert';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import type { RequestQueue } from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import type { TokenVerdict } from '../../shared/ports/token-verifier';
import { receiveAlert as queueAlert } from '../../shared/app/receive-alert';
import { appOfTwins } from '../support/app';

function request(
  headers: Record<string, string>,
  body = '{"user":"avery@contoso.com"}',
  params: Record<string, string> = {},
): HttpRequest {
  return new HttpRequest({
    url: 'http://x/api/alerts',
    method: 'POST',
    headers,
    body: { string: body },
    params,
  });
}
/** An invocation whose log goes nowhere. */
const quiet = () => new InvocationContext({ logHandler: () => undefined });
const json = { 'Content-Type': 'application/json' };

function handler(
  requestQueue: RequestQueue,
  {
    authorization = 'functionKey',
    tokens = {},
  }: { authorization?: 'functionKey' | 'entraId'; tokens?: Record<string, TokenVerdict> } = {},
): HttpHandler {
  const { dependencies } = appOfTwins();
  const tokenVerifier = inMemoryTokenVerifier(tokens);
  const receiving = {
    ...dependencies,
    tokenVerifier,
    intakeQueue: requestQueue,
    newId: () => 'id-1',
    senders: [],
  };
  return receiveAlert((received) => queueAlert(receiving, received), authorization).handler;
}

describe('the webhook', () => {
  it('answers 202 with the id of the request once the alert is on the queue, byte for byte', async () => {
    const requestQueue = inMemoryRequestQueue();
    const answer = await handler(requestQueue)(request(json), quiet());
    expect(answer).toEqual({ status: 202, jsonBody: { requestId: 'id-1' } });
    const [message] = requestQueue.sent;
    expect(String(Buffer.from(message?.body ?? []))).toBe('{"user":"avery@contoso.com"}');
    expect(message).toMatchObject({
      id: expect.stringMatching(/^intake-/),
      contentType: 'application/json',
      properties: { revocationOriginId: 'id-1', revocationReceivedBy: 'webhook:key-none' },
    });
  });
  it.each([
    [415, { 'Content-Type': 'text/xml' }, 'x'],
    [413, json, 'x'.repeat(250_000)],
    [400, json, ''],
  ])('answers %d to what it does not accept, and says why', async (status, headers, body) => {
    const requestQueue = inMemoryRequestQueue();
    const answer = await handler(requestQueue)(request(headers, body), quiet());
    expect(answer).toMatchObject({ status, jsonBody: { error: expect.stringMatching(/\w/) } });
    expect(requestQueue.sent).toEqual([]);
  });
  it('answers 411 to a body in chunks, of which the host passes nothing', async () => {
    const requestQueue = inMemoryRequestQueue();
    const answer = await handler(requestQueue)(
      request({ ...json, 'Transfer-Encoding': 'chunked' }, ''),
      quiet(),
    );
    expect(answer).toMatchObject({
      status: 411,
      jsonBody: { error: expect.stringContaining('Content-Length') },
    });
    expect(requestQueue.sent).toEqual([]);
  });
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'answers 405 to %s, which the host passes on to it',
    async (method) => {
      const { methods } = receiveAlert(() => Promise.reject(new Error()), 'functionKey');
      expect(methods).toContain(method);
      const wrong = new HttpRequest({ url: 'http://x/api/alerts', method });
      const answer = await handler(inMemoryRequestQueue())(wrong, quiet());
      expect(answer).toMatchObject({ status: 405, headers: { Allow: 'POST' } });
    },
  );
  it('answers 204 and nothing else to a sender that prefers so, once the alert is on the queue', async () => {
    const requestQueue = inMemoryRequestQueue();
    const minimal = { ...json, Prefer: 'respond-async, Return=Minimal' };
    expect(await handler(requestQueue)(request(minimal), quiet())).toEqual({
      status: 204,
      headers: { 'Preference-Applied': 'return=minimal' },
    });
    expect(requestQueue.sent).toHaveLength(1);
    expect(await handler(requestQueue)(request(minimal, ''), quiet())).toMatchObject({ status: 400 });
  });
  it('answers the handshake of a product as data, and puts nothing on a queue', async () => {
    const requestQueue = inMemoryRequestQueue();
    const asked = new HttpRequest({
      url: 'http://x/api/alerts',
      method: 'GET',
      headers: { 'x-okta-verification-challenge': 'code-1' },
    });
    expect(await handler(requestQueue)(asked, quiet())).toEqual({
      status: 200,
      headers: { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' },
      jsonBody: { verification: 'code-1' },
    });
    const validation = request({ ...json, 'aeg-event-type': 'SubscriptionValidation' }, '{}');
    expect(await handler(requestQueue)(validation, quiet())).toMatchObject({ status: 400 });
    expect(requestQueue.sent).toEqual([]);
  });
  it('answers no handshake at the address of a sender that signs, nor to a caller who is not authenticated', async () => {
    const asked = new HttpRequest({
      url: 'http://x/api/alerts',
      method: 'GET',
      headers: { 'x-okta-verification-challenge': 'code-1' },
      params: { source: 'acme' },
    });
    expect(await handler(inMemoryRequestQueue())(asked, quiet())).toMatchObject({ status: 405 });
    const receive = handler(inMemoryRequestQueue(), { authorization: 'entraId' });
    expect(await receive(asked, quiet())).toMatchObject({ status: 401 });
  });
  it('answers 404 to a sender that is not configured', async () => {
    const answer = await handler(inMemoryRequestQueue())(request(json, '{}', { source: 'acme' }), quiet());
    expect(answer).toMatchObject({ status: 404 });
  });
  it('answers 503 when the queue does not accept it, so that the sender sends it again', async () => {
    const send = () => Promise.reject(new Unavailable('serviceBus', undefined));
    const answer = await handler({ ...inMemoryRequestQueue(), send })(request(json), quiet());
    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '15' } });
  });
  it('does not hide a bug', async () => {
    const send = () => Promise.reject(new TypeError('bug'));
    await expect(handler({ ...inMemoryRequestQueue(), send })(request(json), quiet())).rejects.toThrow('bug');
  });
});

describe('a token that is pushed', () => {
  const media = { 'Content-Type': 'application/secevent+jwt' };
  const verified = { kind: 'verified', issuer: 'https://idp.example.com/', jti: 'j-1', claims: {} } as const;
  it('is answered as RFC 8935 says: 202 and nothing else once it is on the queue, byte for byte', async () => {
    const requestQueue = inMemoryRequestQueue();
    const answer = await handler(requestQueue, { tokens: { 'e.e.e': verified } })(
      request(media, 'e.e.e'),
      quiet(),
    );
    expect(answer).toEqual({ status: 202 });
    expect(String(Buffer.from(requestQueue.sent[0]?.body ?? []))).toBe('e.e.e');
    expect(requestQueue.sent[0]?.properties).toMatchObject({
      revocationOriginId: expect.stringMatching(/^set-[\da-f]{64}$/),
      revocationReceivedBy: 'issuer:https://idp.example.com/',
    });
  });
  it('is accepted again when it is sent again, and is on the queue once', async () => {
    const requestQueue = inMemoryRequestQueue();
    const receive = handler(requestQueue, { tokens: { 'e.e.e': verified } });
    for (let n = 0; n < 2; n++)
      expect(await receive(request(media, 'e.e.e'), quiet())).toEqual({ status: 202 });
    expect(requestQueue.sent).toHaveLength(1);
  });
  it('is refused when another token has used its id', async () => {
    const requestQueue = inMemoryRequestQueue();
    const receive = handler(requestQueue, { tokens: { 'e.e.e': verified, 'e.e.f': verified } });
    await receive(request(media, 'e.e.e'), quiet());
    expect(await receive(request(media, 'e.e.f'), quiet())).toMatchObject({
      status: 400,
      headers: { 'Content-Language': 'en' },
      jsonBody: { err: 'invalid_request', description: 'its jti was used by another token' },
    });
    expect(requestQueue.sent).toHaveLength(1);
  });
  it('is refused with the code of the RFC when it is not trusted', async () => {
    const requestQueue = inMemoryRequestQueue();
    expect(await handler(requestQueue)(request(media, 'e.e.e'), quiet())).toMatchObject({
      status: 400,
      jsonBody: { err: 'invalid_issuer', description: expect.stringMatching(/\w/) },
    });
    expect(requestQueue.sent).toEqual([]);
  });
});

describe('with Entra ID instead of a key', () => {
  const receive = handler(inMemoryRequestQueue(), { authorization: 'entraId' });
  it('a caller whom the platform has authenticated is served', async () =>
    expect(await receive(request({ ...json, 'x-ms-client-principal-id': 'p' }), quiet())).toMatchObject({
      status: 202,
    }));
  it('a caller whom the platform has not authenticated is not served', async () =>
    expect(await receive(request(json), quiet())).toMatchObject({ status: 401 }));
  it('the host asks for no key, which it does otherwise', () => {
    const levels = (['entraId', 'functionKey'] as const).map(
      (authorization) => receiveAlert(() => Promise.reject(new Error()), authorization).authLevel,
    );
    expect(levels).toEqual(['anonymous', 'function']);
  });
});
