import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { Admitted, WebhookRequest } from '../../shared/webhook/admission';
import { MAX_WEBHOOK_BYTES, admit as admitBy } from '../../shared/webhook/admission';
import { NOW } from '../support/builders';

const body = Buffer.from('{"user":"avery@contoso.com"}');
const headers = { 'content-type': 'application/json' };
const sender = {
  name: 'acme',
  secrets: [Buffer.from('0123456789abcdef')],
  headers: { signature: 'webhook-signature', timestamp: 'webhook-timestamp', id: 'webhook-id' },
  signed: '{id}.{timestamp}.{body}',
  prefix: 'v1,',
  encoding: 'base64',
  toleranceMs: 300_000,
} as const;

function admit(request: Omit<WebhookRequest, 'caller'>, newId: string): Admitted {
  return admitBy({ ...request, caller: 'webhook:key-1' }, { senders: [sender], newId, now: NOW });
}

describe('a request to the webhook', () => {
  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/cloudevents+json',
    'application/cloudevents-batch+json; charset=utf-8',
    'application/secevent+jwt',
  ])('is admitted as it is: %s', (contentType) =>
    expect(admit({ body, headers: { 'content-type': contentType } }, 'id-1')).toEqual({
      kind: 'admitted',
      requestId: 'id-1',
      receivedBy: 'webhook:key-1',
      body,
      contentType,
      properties: {},
    }),
  );
  it('may have any content, which is not read here', () =>
    expect(admit({ body: Buffer.from([0, 255]), headers }, 'id-1')).toMatchObject({ kind: 'admitted' }));
  it('keeps the headers of its trace and of its event, and no others', () =>
    expect(
      admit(
        {
          body,
          headers: {
            ...headers,
            traceparent: '00-a-b-01',
            'content-encoding': 'gzip',
            'ce-specversion': '1.0',
            'ce-id': 'e',
            'ce-type': 't'.repeat(600),
            cookie: 'secret',
            'x-functions-key': 'secret',
          },
        },
        'id-1',
      ),
    ).toMatchObject({
      properties: {
        traceparent: '00-a-b-01',
        'content-encoding': 'gzip',
        'cloudEvents:specversion': '1.0',
        'cloudEvents:id': 'e',
        'cloudEvents:type': 't'.repeat(512),
      },
    }));
  it.each([
    ['delivery-7', 'delivery-7'],
    ['', 'id-1'],
    ['a\nb', 'id-1'],
    ['x'.repeat(129), 'id-1'],
  ])('has the id of its Idempotency-Key %j if that is valid: %s', (key, id) =>
    expect(admit({ body, headers: { ...headers, 'idempotency-key': key } }, 'id-1')).toMatchObject({
      requestId: id,
    }),
  );
  it.each<[string, Parameters<typeof admit>[0], string]>([
    ['no content type', { body, headers: {} }, 'unsupportedType'],
    ['a form', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 'unsupportedType'],
    ['a sender that is not configured', { body, headers, sender: 'emca' }, 'unknownSource'],
    ['a sender that has not signed it', { body, headers, sender: 'acme' }, 'badSignature'],
    ['an empty body', { body: Buffer.alloc(0), headers }, 'empty'],
    ['a body that is too large', { body: Buffer.alloc(MAX_WEBHOOK_BYTES + 1), headers }, 'tooLarge'],
  ])('is refused with %s', (_what, request, reason) =>
    expect(admit(request, 'id-1')).toMatchObject({ kind: 'refused', reason }),
  );
  it('that its sender has signed has the id that was signed, whatever other id it asks for', () => {
    const timestamp = String(NOW.getTime() / 1000);
    const content = `msg-1.${timestamp}.${body.toString()}`;
    const signature = createHmac('sha256', sender.secrets[0]).update(content).digest('base64');
    const signed = {
      ...headers,
      'idempotency-key': 'mine',
      'webhook-id': 'msg-1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    expect(admit({ body, headers: signed, sender: 'acme' }, 'id-1')).toMatchObject({
      requestId: expect.stringMatching(/^acme-/),
      receivedBy: 'webhook:acme',
    });
  });
  it('may be as large as a message can be', () =>
    expect(admit({ body: Buffer.alloc(MAX_WEBHOOK_BYTES), headers }, 'id-1').kind).toBe('admitted'));
});
