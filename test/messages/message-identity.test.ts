import { describe, expect, it } from '@jest/globals';
import type { BrokerProperties, MessageHistory } from '../../shared/messages/message-history';
import { fallbackId, messageKey, payloadDigest } from '../../shared/messages/message-identity';

const body = Buffer.from('x');
const brokerProperties = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: 't' };
const first = (origin: BrokerProperties): MessageHistory => ({ origin, attempts: 0 });

describe('the key of a message', () => {
  const key = messageKey(body, first(brokerProperties));
  it('is the same for every delivery', () =>
    expect(messageKey(Buffer.from('x'), first({ ...brokerProperties }))).toBe(key));
  it('is the same for a copy that was put off', () =>
    expect(messageKey(body, { origin: brokerProperties, attempts: 3, refreshedAt: 'now' })).toBe(key));
  it.each([
    ['body', messageKey(Buffer.from('y'), first(brokerProperties))],
    ['id', messageKey(body, first({ ...brokerProperties, messageId: 'm-2' }))],
    ['place in the queue', messageKey(body, first({ ...brokerProperties, sequenceNumber: '8' }))],
    ['time', messageKey(body, first({ ...brokerProperties, enqueuedAt: 'u' }))],
    ['replay', messageKey(body, { ...first(brokerProperties), replay: 'r' })],
  ])('differs with another %s', (_what, other) => expect(key).not.toBe(other));
});

describe('the id of a request that names none', () => {
  it('is the id of its message', () => expect(fallbackId(body, first(brokerProperties))).toBe('m-1'));
  it.each([[{}], [{ messageId: '' }]])('is the key where the message has none: %j', (bare) =>
    expect(fallbackId(body, first(bare))).toBe(`message-${messageKey(body, first(bare))}`),
  );
  it('is that of the original, for a copy and for a replay', () => {
    expect(fallbackId(body, { origin: {}, attempts: 2, replay: 'r' })).toBe(fallbackId(body, first({})));
    expect(fallbackId(body, { origin: brokerProperties, attempts: 2, replay: 'r' })).toBe('m-1');
  });
});

describe('the digest of a payload', () => {
  it('tells one body from another, to the last space', () => {
    expect(payloadDigest(Buffer.from('{}'))).toBe(payloadDigest(Buffer.from('{}')));
    expect(payloadDigest(Buffer.from('{}'))).not.toBe(payloadDigest(Buffer.from('{} ')));
  });
});

describe('the digests are kept for days, so a new version must make the same', () => {
  const body = Buffer.from('{}');
  const origin = { messageId: 'm', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
  it.each([
    [
      messageKey(body, { origin, attempts: 0 }),
      '66fbd388d4b87ce1bc6690e38b28bd261a819aa0b4543985be69be6d66ae6169',
    ],
    [
      messageKey(body, { origin: {}, attempts: 0 }),
      'f1c587c2120b8034331e71f73e7757f2dc16f66a141c1958c41929eca3820b96',
    ],
    [
      messageKey(body, { origin, attempts: 3, replay: '1' }),
      '3fe411ef3132735e94e2b89965ab015f8fcde0f9f754b32151016f43f7fe1e24',
    ],
    [payloadDigest(body), '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
  ])('%s', (made, kept) => expect(made).toBe(kept));
});
