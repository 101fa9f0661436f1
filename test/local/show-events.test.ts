import { describe, expect, it } from '@jest/globals';
import { showEvent } from '../../local/show-events';
import { resultMessage } from '../../shared/messages/result-message';
import { outcomes } from '../support/outcomes';
import { aReminder, anEviction, lateMethod } from '../support/passed-on-events';

const signedOut = outcomes['signed-out'];
if (!signedOut) throw new Error('There is no example of an outcome.');

/** How the reader of the local stack is given the body of a message. */
function shown(body: Uint8Array): readonly string[] {
  const seen: string[] = [];
  showEvent(Buffer.from(body).toString(), {
    onSentence: () => void seen.push('sentence'),
    onMethod: ({ data }) => void seen.push(`method ${data.method.name}`),
    onResult: ({ data }) => void seen.push(`result ${data.status}`),
  });
  return seen;
}

describe('the events of the topic on the local stack', () => {
  it.each<[string, Uint8Array, string]>([
    ['a verdict that nobody returned', anEviction('confirmed'), 'sentence'],
    ['a verdict that somebody has returned', anEviction('returned'), 'sentence'],
    ['a verdict that is unknown', anEviction('unknown'), 'sentence'],
    ['a reminder', aReminder(), 'sentence'],
    ['a late method', lateMethod('signedOut'), 'method sharePoint'],
    ['an outcome', resultMessage(signedOut, 'en').body, 'result signedOut'],
  ])('are shown each by its kind: %s', (_, body, as) => expect(shown(body)).toEqual([as]));
  it('are all known: another one is an error', () =>
    expect(() => shown(Buffer.from('{"type":"other"}'))).toThrow());
});
