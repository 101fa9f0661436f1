import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainText } from '../../shared/messages/incidents/plain-text';

/** What portals make a link of, wherever it stands: the beginning of a word is what is not a letter or a digit. */
const LINK = /[a-z][\w+.-]*:\/|(?<![\p{L}\p{N}])www\./iu;

describe('a comment of an incident has no link of a sender', () => {
  it.each([
    '_https://evil.example/login',
    '__www.evil.example',
    '\\_www.evil.example',
    '#_https://evil.example',
    'ht*tps://evil.example',
    'https:|//evil.example',
    'https:\u200b//evil.example',
    '0https://evil.example',
    'wwww._www._www.evil.example',
    'http_://evil.example',
    'https:_//evil.example',
  ])('%j', (text) => expect(plainText(text)).not.toMatch(LINK));
  it('whatever pieces it is made of', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'http',
            's',
            ':',
            '/',
            '//',
            'www',
            '.',
            '_',
            '#',
            '\\',
            '*',
            'a',
            ' ',
            '\u200b',
            '1',
            '@',
            '<',
            '|',
          ),
          { maxLength: 12 },
        ),
        (pieces) => expect(plainText(pieces.join(''))).not.toMatch(LINK),
      ),
      { numRuns: 2000 },
    ));
  it.each(['avery_m@contoso.com', 'CONTOSO\\avery', 'a_b#EXT#@contoso.com', 'note: it/that'])(
    'and names stay as they are: %s',
    (name) => expect(plainText(name)).toBe(name),
  );
});
