import { describe, expect, it } from '@jest/globals';
import { fallbackId, messageKey } from '../../shared/intake/message-identity';

const body = Buffer.from('x');
const envelope = { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: 't' };

describe('the key of a message', () => {
  it('is the same for every delivery', () =>
    expect(messageKey(Buffer.from('x'), { ...envelope })).toBe(messageKey(body, envelope)));
  it.each([
    ['body', messageKey(Buffer.from('y'), envelope)],
    ['id', messageKey(body, { ...envelope, messageId: 'm-2' })],
    ['place in the queue', messageKey(body, { ...envelope, sequenceNumber: '8' })],
    ['time', messageKey(body, { ...envelope, enqueuedAt: 'u' })],
  ])('differs with another %s', (_what, other) => expect(messageKey(body, envelope)).not.toBe(other));
});

describe('the id of a request that names none', () => {
  it('is the id of its message', () => expect(fallbackId(body, envelope)).toBe('m-1'));
  it.each([[{}], [{ messageId: '' }]])('is the key where the message has none: %j', (bare) =>
    expect(fallbackId(body, bare)).toBe(`message-${messageKey(body, bare)}`),
  );
});
