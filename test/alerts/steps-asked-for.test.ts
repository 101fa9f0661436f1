import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';

function read(body: unknown): Reading {
  return readMessage(Buffer.from(JSON.stringify(body)), { fallbackId: 'message-1' })[0];
}

function issues(reading: Reading): string[] {
  return reading.kind === 'rejected' ? reading.issues.map(({ path, message }) => `${path}: ${message}`) : [];
}

describe('the steps that a request asks for', () => {
  const stepsOf = (contain: unknown): unknown => {
    const reading = read({ user: 'avery@contoso.com', contain });
    return reading.kind === 'request' ? reading.request.contain : issues(reading);
  };
  it.each([
    [
      ['disableSignIn', 'removeConsents'],
      ['disableSignIn', 'removeConsents'],
    ],
    [['disableSignIn', 'disableSignIn'], ['disableSignIn']],
    [[], []],
  ])('are read from %j', (written, steps) => expect(stepsOf(written)).toEqual(steps));
  it.each([
    [['disableSignIn', 'disable'], ['contain[1]: must be one of disableSignIn, confirmCompromised']],
    ['disableSignIn', ['contain: must be a list of steps']],
    [null, ['contain: must be a list of steps']],
    [Array.from({ length: 100_000 }, () => 'x'), ['contain: must not name more than 20 steps']],
  ])('are an issue as %j', (written, expected) =>
    expect(stepsOf(written)).toEqual(expected.map((issue) => expect.stringContaining(issue))),
  );
  it('are absent where it names none', () =>
    expect(read({ user: 'avery@contoso.com' })).not.toMatchObject({
      request: { contain: expect.anything() },
    }));
});
