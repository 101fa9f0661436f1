import { describe, expect, it } from '@jest/globals';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { receiveAlert } from '../../functions/receive-alert';
import { inMemoryInbox } from '../../shared/adapters/service-bus/in-memory-queues';
import type { Inbox } from '../../shared/ports';
import { Unavailable } from '../../shared/ports';
import { receiveAlert as takeAlert } from '../../shared/shell/receive-alert';

const request = (headers: Record<string, string>, body = '{"user":"avery@contoso.com"}'): HttpRequest =>
  new HttpRequest({ url: 'http://x/api/alerts', method: 'POST', headers, body: { string: body } });
/** An invocation whose log goes nowhere. */
const quiet = () => new InvocationContext({ logHandler: () => undefined });
const json = { 'Content-Type': 'application/json' };

function handler(inbox: Inbox) {
  return receiveAlert((received) => takeAlert({ inbox, newId: () => 'id-1' }, received));
}

describe('the webhook', () => {
  it('answers 202 with the request’s id once the alert is on the queue, byte for byte', async () => {
    const inbox = inMemoryInbox();
    const answer = await handler(inbox)(request(json), quiet());
    expect(answer).toEqual({ status: 202, jsonBody: { requestId: 'id-1' } });
    const [message] = inbox.messages;
    expect(String(Buffer.from(message?.body ?? []))).toBe('{"user":"avery@contoso.com"}');
    expect(message).toMatchObject({ id: 'id-1', contentType: 'application/json' });
  });
  it.each([
    [415, { 'Content-Type': 'text/xml' }, 'x'],
    [413, json, 'x'.repeat(250_000)],
    [400, json, ''],
  ])('answers %d to what it does not take, and says why', async (status, headers, body) => {
    const inbox = inMemoryInbox();
    const answer = await handler(inbox)(request(headers, body), quiet());
    expect(answer).toMatchObject({ status, jsonBody: { error: expect.stringMatching(/\w/) } });
    expect(inbox.messages).toEqual([]);
  });
  it('answers 503 when the queue does not take it: the sender is to keep it', async () => {
    const put = () => Promise.reject(new Unavailable('serviceBus', undefined));
    const answer = await handler({ put })(request(json), quiet());
    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '15' } });
  });
  it('does not hide a bug', async () => {
    const put = () => Promise.reject(new TypeError('bug'));
    await expect(handler({ put })(request(json), quiet())).rejects.toThrow('bug');
  });
});
