import { describe, expect, it } from '@jest/globals';
import { errorText } from '../../shared/cli/error-text';
import { Unavailable } from '../../shared/ports/unavailable';

describe('an error at the terminal', () => {
  it.each([
    [
      new Unavailable('ledger', { statusCode: 403 }),
      /^Cannot reach the ledger \(403\)\. Check .* hold Storage/,
    ],
    [
      new Unavailable('serviceBus', { code: 'UnauthorizedAccess' }),
      /^Cannot .* \(UnauthorizedAccess\)\. Check/,
    ],
    [
      new Unavailable('serviceBus', { code: 'MessagingEntityNotFound' }),
      /^The Service Bus namespace has no such .* Check REVOCATION_QUEUE, .* doctor names the one/,
    ],
    [
      Object.assign(new Error('gone'), { code: 'MessagingEntityNotFound' }),
      /^The Service Bus namespace has no/,
    ],
    [new Unavailable('issuer', undefined), /^Cannot reach the key set of the token issuer\. Check/],
    [new Error('No such file.'), /^No such file\.$/],
    ['text', /^text$/],
  ])('states the problem first and the remedy last: %s', (error, text) =>
    expect(errorText(error)).toMatch(text),
  );
  it('does not quote what the backend wrote', () =>
    expect(errorText(new Unavailable('ledger', new Error('key=secret')))).not.toContain('secret'));
});
