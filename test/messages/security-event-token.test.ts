import { describe, expect, it } from '@jest/globals';
import { TOKEN_MEDIA_TYPE, mediaType, tokenIn } from '../../shared/messages/security-event-token';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln';
const longest = `${TOKEN}${'x'.repeat(64 * 1024 - TOKEN.length)}`;
const found = (text: string, contentType?: string): string | undefined =>
  tokenIn(Buffer.from(text), contentType);

describe('a body is a security event token', () => {
  it.each([TOKEN, 'eyJhbGciOiJub25lIn0.e30.', longest])('by its form: %#', (text) =>
    expect(found(text)).toBe(text),
  );
  it('with space around it', () => expect(found(` ${TOKEN}\r\n`)).toBe(TOKEN));
  it.each(['{}', `x ${TOKEN}`, `${TOKEN} x`, 'eyJh.e30', 'ay.e30.c2ln', `${longest}x`])(
    'but not in another form, or when it is longer than a token may be: %#',
    (text) => expect(found(text)).toBeUndefined(),
  );
  it('by its content type, whatever its form', () => expect(found(' x ', TOKEN_MEDIA_TYPE)).toBe('x'));
  it('by its content type, as an empty one, when it is longer than a token may be', () =>
    expect(found(`${longest}x`, TOKEN_MEDIA_TYPE)).toBe(''));
});

it.each([
  ['application/secevent+jwt', TOKEN_MEDIA_TYPE],
  ['Application/SecEvent+JWT; charset=utf-8', TOKEN_MEDIA_TYPE],
  [' application/json ;x', 'application/json'],
  ['', ''],
  [undefined, ''],
])('the media type of %j is %j', (contentType, expected) => expect(mediaType(contentType)).toBe(expected));
