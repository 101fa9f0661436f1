import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';

const by = 'blake@contoso.com';
const read = (message: unknown) => {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return readMessage(Buffer.from(text), { fallbackId: 'm-1' })[0];
};

describe('a message that asks for a restore', () => {
  it.each<[string, object, object]>([
    ['of all users of a request', { restore: 'inc-1', by }, { restore: 'inc-1', by }],
    [
      'of one user, with a reason, its fields in any case',
      { Restore: 'inc-1', USER: 'avery@contoso.com', by, Reason: 'A false alert' },
      { restore: 'inc-1', user: 'avery@contoso.com', by, reason: 'A false alert' },
    ],
  ])('is read %s', (_what, message, fields) =>
    expect(read(message)).toEqual({ kind: 'restore', requestId: 'm-1', ...fields }),
  );
  it.each<[string, unknown, string]>([
    ['no person who asks', { restore: 'inc-1' }, 'by'],
    ['an empty id', { restore: '', by }, 'restore'],
    ['a number as the id', { restore: 7, by }, 'restore'],
    ['a list of users', { restore: 'inc-1', by, user: ['avery@contoso.com'] }, 'user'],
    ['a field that is not known', { restore: 'inc-1', by, force: true }, 'force'],
    ['a decision of its own', { restore: 'inc-1', by, decided: 'approve' }, 'decided'],
    ['a field twice', '{"restore":"inc-1","restore":"inc-2","by":"x@contoso.com"}', 'restore'],
    ['a reason without end', { restore: 'inc-1', by, reason: 'x'.repeat(100_000) }, 'reason'],
  ])('is rejected for %s', (_what, message, path) => {
    const reading = read(message);
    expect(reading).toMatchObject({ kind: 'rejected', format: 'restore' });
    expect(JSON.stringify(reading)).toContain(`"path":"${path}"`);
  });
  it('does not count in a list, nor in what was logged', () => {
    for (const message of [
      [
        { restore: 'inc-1', by },
        { restore: 'inc-2', by },
      ],
      { records: [{ restore: 'inc-1', by }] },
    ])
      expect(read(message)).toMatchObject({ kind: 'rejected' });
  });
});
