import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { WebhookSender } from '../../shared/webhook/signature';
import { verifySignature } from '../../shared/webhook/signature';
import { NOW } from '../support/builders';

const secret = Buffer.from('0123456789abcdef0123456789abcdef');
const sender: WebhookSender = {
  name: 'siem',
  secrets: [secret],
  headers: { signature: 'webhook-signature', timestamp: 'webhook-timestamp', id: 'webhook-id' },
  signed: '{id}.{timestamp}.{body}',
  prefix: 'v1,',
  encoding: 'base64',
  toleranceMs: 300_000,
};
const HOUR = 3_600_000;
const seconds = (time: Date): string => String(Math.floor(time.getTime() / 1000));

describe('a signature is for one division of what is signed', () => {
  it('a part of the body cannot become the time and the body of a later request', () => {
    const later = new Date(NOW.getTime() + HOUR);
    // An intruder has written the end of the body, and has seen the request with its signature.
    const [start, end] = [
      'CEF:0|x|x|1|1|login failed|5|suser=',
      'CEF:0|x|x|1|1|login|9|suser=ceo@contoso.com',
    ];
    const body = `${start}.${seconds(later)}.${end}`;
    const signature = createHmac('sha256', secret)
      .update(`msg-1.${seconds(NOW)}.${body}`)
      .digest('base64');
    const headers = { 'webhook-signature': `v1,${signature}` };
    const sent = { 'webhook-id': 'msg-1', 'webhook-timestamp': seconds(NOW), ...headers };
    expect(verifySignature(sender, { body: Buffer.from(body), headers: sent }, NOW).kind).toBe('signed');
    const divided = {
      'webhook-id': `msg-1.${seconds(NOW)}.${start}`,
      'webhook-timestamp': seconds(later),
      ...headers,
    };
    expect(verifySignature(sender, { body: Buffer.from(end), headers: divided }, later)).toEqual({
      kind: 'refused',
      detail: 'webhook-id: contains ., which ends an id in what is signed',
    });
  });
});
