import { describe, expect, it } from '@jest/globals';
import { contentEncodingIn } from '../../shared/messages/content-encoding';

describe('the content encoding of headers', () => {
  it.each<[unknown, string]>([
    [{ 'content-encoding': 'gzip' }, 'gzip'],
    [{ 'Content-Encoding': ' X-GZip ' }, 'gzip'],
    [{ other: 'x', contentEncoding: 'Deflate' }, 'deflate'],
    [{ CONTENT_ENCODING: 'deflate' }, 'deflate'],
  ])('is found in any spelling: %j', (headers, encoding) =>
    expect(contentEncodingIn(headers)).toBe(encoding),
  );
  it.each<[unknown]>([
    [undefined],
    [null],
    ['content-encoding: gzip'],
    [{}],
    [{ 'content-encoding': 'br' }],
    [{ 'content-encoding': 7 }],
    [{ 'content-encoding': ['gzip'] }],
    [{ 'x-content-encoding': 'gzip' }],
    [{ 'content-encoding-x': 'gzip' }],
    [{ 'content-type': 'gzip' }],
  ])('is none in %j', (headers) => expect(contentEncodingIn(headers)).toBeUndefined());
});
