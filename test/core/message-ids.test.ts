import { describe, expect, it } from '@jest/globals';
import { fallbackRequestId, messageKey, payloadDigest, tokenRequestId } from '../../shared/core/ids';
import type { BrokerProperties, MessageHistory } from '../../shared/messages/message-history';

const body = Buffer.from('x');
const brokerProperties = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: 't' };
const first = (origin: BrokerProperties): MessageHistory => ({ origin, attempts: 0 });
const keyOf = (bytes: Uint8Array, history: MessageHistory) => messageKey(bytes, history);
const requestIdOf = (bytes: Uint8Array, history: MessageHistory) => fallbackRequestId(bytes, history);

describe('the key of a message', () => {
  const key = keyOf(body, first(brokerProperties));
  it('is the same for every delivery', () =>
    expect(keyOf(Buffer.from('x'), first({ ...brokerProperties }))).toBe(key));
  it('is the same for a scheduled copy', () =>
    expect(keyOf(body, { origin: brokerProperties, attempts: 3, refreshedAt: 'now' })).toBe(key));
  it.each([
    ['body', keyOf(Buffer.from('y'), first(brokerProperties))],
    ['id', keyOf(body, first({ ...brokerProperties, messageId: 'm-2' }))],
    ['place in the queue', keyOf(body, first({ ...brokerProperties, sequenceNumber: '8' }))],
    ['time', keyOf(body, first({ ...brokerProperties, enqueuedAt: 'u' }))],
    ['replay', keyOf(body, { ...first(brokerProperties), replay: 'r' })],
  ])('differs with another %s', (_what, other) => expect(key).not.toBe(other));
});

describe('the id of a request whose body has none', () => {
  it('is the id of its message', () => expect(requestIdOf(body, first(brokerProperties))).toBe('m-1'));
  it.each([[{}], [{ messageId: '' }]])('is the key of its message where that has no id: %j', (bare) =>
    expect(requestIdOf(body, first(bare))).toBe(`message-${keyOf(body, first(bare))}`),
  );
  it('is that of the original, for a copy and for a replay', () => {
    expect(requestIdOf(body, { origin: {}, attempts: 2, replay: 'r' })).toBe(requestIdOf(body, first({})));
    expect(requestIdOf(body, { origin: brokerProperties, attempts: 2, replay: 'r' })).toBe('m-1');
  });
});

describe('the digest of a payload', () => {
  it('differs for any two bodies, even by a space', () => {
    expect(payloadDigest(Buffer.from('{}'))).toBe(payloadDigest(Buffer.from('{}')));
    expect(payloadDigest(Buffer.from('{}'))).not.toBe(payloadDigest(Buffer.from('{} ')));
  });
});

describe('the id of a request that is a security event token', () => {
  const id = tokenRequestId({ issuer: 'https://idp.contoso.com/', jti: 'token-1' });
  it('is the same for every message with this token, and differs with another token or issuer', () => {
    expect(tokenRequestId({ issuer: 'https://idp.contoso.com/', jti: 'token-1' })).toBe(id);
    expect(tokenRequestId({ issuer: 'https://idp.contoso.com/', jti: 'token-2' })).not.toBe(id);
    expect(tokenRequestId({ issuer: 'https://idp.fabrikam.com/', jti: 'token-1' })).not.toBe(id);
  });
});

describe('the digests are stored for days, so a new version must return the same', () => {
  const body = Buffer.from('{}');
  const origin = { messageId: 'm', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
  it.each([
    [
      keyOf(body, { origin, attempts: 0 }),
      '66fbd388d4b87ce1bc6690e38b28bd261a819aa0b4543985be69be6d66ae6169',
    ],
    [
      keyOf(body, { origin: {}, attempts: 0 }),
      'f1c587c2120b8034331e71f73e7757f2dc16f66a141c1958c41929eca3820b96',
    ],
    [
      keyOf(body, { origin, attempts: 3, replay: '1' }),
      '3fe411ef3132735e94e2b89965ab015f8fcde0f9f754b32151016f43f7fe1e24',
    ],
    [payloadDigest(body), '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
  ])('%s', (made, kept) => expect(made).toBe(kept));
});
