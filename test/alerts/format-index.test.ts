import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Format } from '../../shared/alerts/format';
import { alertFormat } from '../../shared/alerts/alert-format';
import { formatIndex } from '../../shared/alerts/format-index';
import type { Condition } from '../../shared/alerts/format-schema';
import { builtInFormats } from '../../shared/alerts/formats/registry';
import { JsonNode } from '../../shared/alerts/json-node';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';
import { expectEqual } from '../support/equal';

const names = (formats: readonly Format[]): string[] => formats.map(({ name }) => name);

/** What a test of every format finds. */
function tested(formats: readonly Format[], message: unknown): string[] {
  const node = new JsonNode(message);
  return names(formats.filter(({ matches }) => matches(node)));
}

function found(formats: readonly Format[], message: unknown): string[] {
  return names(formatIndex(formats)(new JsonNode(message)));
}

const fixtures: readonly (readonly [string, unknown])[] = [
  ...alertFixtures.map(({ format, alert }) => [format, alert([averyAccount])] as const),
  ...sampleAlerts.map(({ format, alert }) => [format, alert] as const),
];

describe('the index finds the formats that a test of every format finds', () => {
  it.each(fixtures)('in a usual alert (%s)', (format, alert) => {
    expect(found(builtInFormats, alert)).toEqual(tested(builtInFormats, alert));
    expect(found(builtInFormats, alert)).toContain(format);
  });

  it.each(fixtures)('in an alert with more fields than are searched in any spelling (%s)', (_, alert) => {
    const fields = Object.fromEntries(Array.from({ length: 1001 }, (__, n) => [`key${String(n)}`, n]));
    const large = { ...(alert as object), ...fields };
    expect(found(builtInFormats, large)).toEqual(tested(builtInFormats, large));
  });

  it('for any conditions and any message', () => {
    const name = fc.constantFrom('a', 'b', 'user_name', 'c');
    const path = fc.oneof(name, fc.constantFrom('a.b', 'a[].c', '[].a', '.', 'c[a=x].b'));
    const value = fc.constantFrom('x', 'closed', '');
    const paths = fc.oneof(path, fc.array(path, { minLength: 1, maxLength: 3 }));
    const condition: fc.Arbitrary<Condition> = fc.oneof(
      fc.record({ path: paths, is: value }),
      fc.record({ path: paths, isNot: value }),
      fc.record({ path: paths, startsWith: value }),
      fc.record({ path: paths, contains: value }),
      fc.record({ path: paths, exists: fc.boolean() }),
      fc.record({ path: paths, means: fc.constant('closed') }),
      fc.record({ path: paths, meansNot: fc.constant('closed') }),
      fc.record({ path: paths, sameAs: path }),
    );
    const ways = fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    const formats = fc
      .array(ways, { maxLength: 4 })
      .map((all) =>
        all.map((matchAny, n) =>
          alertFormat({ name: `f${String(n)}`, matchAny, alert: { provider: 'p' }, accounts: [] }),
        ),
      );
    const { message } = fc.letrec<{ message: unknown }>((tie) => ({
      message: fc.oneof(
        { maxDepth: 3 },
        value,
        fc.dictionary(
          fc.constantFrom('a', 'A', 'b', 'userName', 'USER_NAME', 'c', 'a.b', 'A.c', 'b.c.a'),
          tie('message'),
          {
            maxKeys: 4,
          },
        ),
        fc.array(tie('message'), { maxLength: 2 }),
        tie('message').map((inner) => JSON.stringify(inner)),
      ),
    }));
    fc.assert(
      fc.property(formats, message, (some, body) => {
        expectEqual(found(some, body), tested(some, body));
      }),
    );
  });
});

it('a format is not tested on a message that has none of the fields it requires', () => {
  const tests: string[] = [];
  const watched = builtInFormats.map((format) => ({
    ...format,
    matches: (message: JsonNode): boolean => {
      tests.push(format.name);
      return format.matches(message);
    },
  }));
  formatIndex(watched)(new JsonNode({ zzz: 1 }));
  expect(tests.length).toBeLessThan(builtInFormats.length / 10);
});

it('a format is looked for by the field that fewest formats require', () => {
  const tests: string[] = [];
  const format = (name: string, ...fields: string[]): Format => {
    const { matches, ...others } = alertFormat({
      name,
      match: fields.map((path) => ({ path, exists: true })),
      alert: { provider: 'p' },
      accounts: [],
    });
    const watched = (message: JsonNode): boolean => {
      tests.push(name);
      return matches(message);
    };
    return { ...others, matches: watched };
  };
  const find = formatIndex([format('one', 'id', 'a'), format('two', 'id', 'b'), format('three', 'c', 'id')]);
  expect(find(new JsonNode({ id: 1 }))).toEqual([]);
  expect(tests).toEqual([]);
  expect(names(find(new JsonNode({ id: 1, b: 2 })))).toEqual(['two']);
  expect(tests).toEqual(['two']);
});

it('a format whose fields are not known is tested on every message', () => {
  const format: Format = { ...(builtInFormats[0] as Format), name: 'any', matches: () => true };
  const { waysToMatch: _ways, ...unknown } = format;
  expect(names(formatIndex([unknown])(new JsonNode({ zzz: 1 })))).toEqual(['any']);
});
