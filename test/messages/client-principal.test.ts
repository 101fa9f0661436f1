import { expect, it } from '@jest/globals';
import { claimsOf } from '../../shared/messages/client-principal';

const header = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

it('the claims of a caller are read from JSON as base64, in UTF-8', () =>
  expect(claimsOf(header({ claims: [{ typ: 'name', val: 'Zoë' }], other: 1 }))).toEqual([
    { typ: 'name', val: 'Zoë' },
  ]));
it.each([
  undefined,
  '',
  'no base64!',
  header('text'),
  header({}),
  header({ claims: [{ typ: 1, val: 'x' }] }),
  header({ claims: {} }),
])('a caller has no claims by %j', (written) => expect(claimsOf(written)).toEqual([]));
