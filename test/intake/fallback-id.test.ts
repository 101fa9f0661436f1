import { describe, expect, it } from '@jest/globals';
import { fallbackId } from '../../shared/intake/fallback-id';

const body = Buffer.from('x');

describe('the id of a request that names none', () => {
  it('is the id of its message', () => expect(fallbackId(body, { messageId: 'm-1' })).toBe('m-1'));
  it.each([[{}], [{ messageId: '' }]])('is a digest where the message has none: %j', (envelope) =>
    expect(fallbackId(body, envelope)).toMatch(/^message-[\da-f]{32}$/),
  );
  it('is the same for every delivery', () =>
    expect(fallbackId(body, { sequenceNumber: '7', enqueuedAt: 't' })).toBe(
      fallbackId(Buffer.from('x'), { sequenceNumber: '7', enqueuedAt: 't' }),
    ));
  it.each([
    ['body', fallbackId(Buffer.from('y'), { sequenceNumber: '7', enqueuedAt: 't' })],
    ['place in the queue', fallbackId(body, { sequenceNumber: '8', enqueuedAt: 't' })],
    ['time', fallbackId(body, { sequenceNumber: '7', enqueuedAt: 'u' })],
  ])('differs with another %s', (_what, other) =>
    expect(fallbackId(body, { sequenceNumber: '7', enqueuedAt: 't' })).not.toBe(other),
  );
});
