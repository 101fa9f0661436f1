import { describe, expect, it } from '@jest/globals';
import { MAX_UNOPENED } from '../../shared/alerts/limits';
import { NodeScope } from '../../shared/alerts/node-scope';
import type { Opened } from '../../shared/alerts/open-text';
import { isOpenable, openText } from '../../shared/alerts/open-text';

const outer = { text: '{"a":"…"}', path: '$' };
const open = (text: string, scope = new NodeScope()): Opened =>
  openText(text, { path: 'a', within: [outer], scope });
const asText = (value: unknown, times: number): string =>
  Array.from({ length: times }).reduce<string>((text) => JSON.stringify(text), JSON.stringify(value));

describe('JSON in text', () => {
  it.each<[string, unknown]>([
    ['{"b":1}', { b: 1 }],
    [' \n[1]', [1]],
  ])('is opened, and is one more text that the value was read from: %j', (text, value) =>
    expect(open(text)).toEqual({ value, sources: [outer, { text, path: 'a' }] }),
  );
  it('is opened within text up to three times, each a text of its own', () => {
    const text = asText({ b: 1 }, 2);
    expect(open(text)).toEqual({
      value: { b: 1 },
      sources: [outer, ...[text, asText({ b: 1 }, 1), '{"b":1}'].map((one) => ({ text: one, path: 'a' }))],
    });
  });
  it.each([asText({ b: 1 }, 3), 'text', 'x {"b":1}', '{"b":', '"text"', '"{"', '7', 'null', '"null"', ''])(
    'is nothing else, which stays as it is: %j',
    (value) => expect(open(value)).toEqual({ value, sources: [outer] }),
  );
  it('is not opened any more once too many texts of a message only begin like it', () => {
    const scope = new NodeScope();
    const { result, excess } = scope.during(() => {
      for (let n = 1; n < MAX_UNOPENED; n++) open('{', scope);
      return open('[1]', scope).value;
    });
    expect([result, excess]).toEqual([[1], undefined]);
    open('{', scope);
    const refused = scope.during(() => open('[1]', scope).value);
    expect(refused).toEqual({
      result: '[1]',
      excess: `holds more than ${String(MAX_UNOPENED)} texts that begin like JSON and are not`,
    });
  });
});

it('a value may be opened where it is text that begins like JSON', () => {
  expect([' {', '[', '"', 'x {', '', 7, null, {}].map(isOpenable)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
