import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { WebhookSender } from '../../shared/webhook/signature';
import { verifySignature } from '../../shared/webhook/signature';
import { NOW } from '../support/builders';
import { expectEqual } from '../support/equal';

const secret = Buffer.from('0123456789abcdef0123456789abcdef');
const standard: WebhookSender = {
  name: 'acme',
  secrets: [secret],
  headers: { signature: 'webhook-signature', timestamp: 'webhook-timestamp', id: 'webhook-id' },
  signed: '{id}.{timestamp}.{body}',
  prefix: 'v1,',
  encoding: 'base64',
  toleranceMs: 300_000,
};
const plain: WebhookSender = { ...standard, signed: 'v0:{timestamp}:{body}', prefix: 'v0=', encoding: 'hex' };
const body = Buffer.from('{"user":"avery@contoso.com"}');
const at = (ms: number): string => String(Math.floor((NOW.getTime() + ms) / 1000));

function signed(
  changes: { id?: string; timestamp?: string; secret?: Buffer; body?: Uint8Array } = {},
): Readonly<Record<string, string>> {
  const { id = 'msg-1', timestamp = at(0), secret: key = secret, body: what = body } = changes;
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(what).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${hmac}` };
}

const verified = (headers: Readonly<Record<string, string>>, sender = standard, what: Uint8Array = body) =>
  verifySignature(sender, { body: what, headers }, NOW);

describe('a signed request', () => {
  it('is verified, and has the id that its sender has signed', () => {
    const one = verified(signed());
    expect(one).toMatchObject({ kind: 'signed', id: expect.stringMatching(/^acme-[\da-f]{64}$/) });
    expect(verified(signed({ timestamp: at(60_000) }))).toEqual(one);
    expect(verified(signed({ id: 'msg-2' }))).not.toEqual(one);
  });
  it('may be signed with any of the secrets, and have several signatures, while one secret is being replaced', () => {
    const other = Buffer.from('another secret of this sender');
    expect(verified(signed({ secret: other }), { ...standard, secrets: [secret, other] }).kind).toBe(
      'signed',
    );
    const both = `v1a,ignored v1,AAAA ${signed()['webhook-signature'] ?? ''}`;
    expect(verified({ ...signed(), 'webhook-signature': both }).kind).toBe('signed');
  });
  it('may be signed in another form, and its id then follows from its signature', () => {
    const hex = createHmac('sha256', secret)
      .update(`v0:${at(0)}:`)
      .update(body)
      .digest('hex');
    const headers = { 'webhook-timestamp': at(0), 'webhook-signature': `v0=${hex.toUpperCase()}` };
    const one = verified(headers, plain);
    expect(one.kind).toBe('signed');
    expect(verified({ ...headers, 'webhook-id': 'not signed' }, plain)).toEqual(one);
  });
  it.each([-300_000, 300_000])('may have a time that is %d ms from now', (ms) =>
    expect(verified(signed({ timestamp: at(ms) })).kind).toBe('signed'),
  );
});

describe('a request is refused', () => {
  const { 'webhook-signature': signature = '', ...unsigned } = signed();
  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['without a signature', unsigned, /^webhook-signature: no signature found$/],
    ['with an empty signature', { ...unsigned, 'webhook-signature': 'v1,' }, /no signature found/],
    [
      'with a signature in another form',
      { ...unsigned, 'webhook-signature': signature.slice(3) },
      /no signature/,
    ],
    [
      'with a wrong secret',
      signed({ secret: Buffer.from('a secret of another sender') }),
      /not match any secret/,
    ],
    [
      'with a cut signature',
      { ...unsigned, 'webhook-signature': signature.slice(0, -2) },
      /not match any secret/,
    ],
    ['with another id', { ...signed(), 'webhook-id': 'msg-2' }, /not match any secret/],
    ['without a time', { ...signed(), 'webhook-timestamp': '' }, /not a time in seconds/],
    [
      'with a time of another form',
      { ...signed(), 'webhook-timestamp': '2026-11-23' },
      /not a time in seconds/,
    ],
    ['with another time', { ...signed(), 'webhook-timestamp': at(1000) }, /not match any secret/],
    ['that is too old, as a replay is', signed({ timestamp: at(-301_000) }), /too far from the current time/],
    ['that is from the future', signed({ timestamp: at(301_000) }), /too far from the current time/],
  ])('%s', (_what, headers, detail) =>
    expect(verified(headers)).toEqual({ kind: 'refused', detail: expect.stringMatching(detail) }),
  );
  it('when any byte of its body is changed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (sent, n, by) => {
          const headers = signed({ body: sent });
          const changed = Uint8Array.from(sent, (byte, i) => (i === n % sent.length ? byte ^ by : byte));
          expectEqual(verified(headers, standard, sent).kind, 'signed');
          expectEqual(verified(headers, standard, changed).kind, 'refused');
        },
      ),
    );
  });
});
