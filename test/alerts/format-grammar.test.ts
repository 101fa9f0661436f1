import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatGrammar, formatsJsonSchema } from '../../shared/alerts/format-schema';
import { readSource } from '../../shared/alerts/read-source';
import { schemaProblems } from '../../shared/alerts/schema-problems';
import { fieldPath } from '../../shared/messages/field-path';

describe('the JSON Schema of formats', () => {
  const file = join(__dirname, '../../docs/schemas/alert-formats.schema.json');
  const shipped = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  it('is shipped as the code generates it', () =>
    expect(shipped).toEqual(JSON.parse(JSON.stringify(formatsJsonSchema()))));
  it('has a description for each key of a format', () =>
    expect(JSON.stringify(shipped)).toContain('"description":"Where the accounts are'));
});

type Row = readonly [given: object, problems: readonly string[]];

const is = { path: 'a', is: 'x' };
const acme = { name: 'acme', match: [is], alert: { provider: 'Acme' }, accounts: [{ names: { id: 'id' } }] };
const many = <Item>(item: Item): Item[] => Array.from({ length: 101 }, () => item);
const meanings = 'must be one of informational, closed, benign, sample, mailReceived, mailboxActs';
const operators = 'must have exactly one of exists, is, isNot, startsWith, contains, means, meansNot, sameAs';
const [aPath, aText] = ['must be a path, or a list of paths', 'must be text, or a list of texts'];

/** What is wrong with each of some formats; the grammar is made once, which takes longer than to read them. */
function problemsOf(formats: readonly unknown[]): string[][] {
  const grammar = formatGrammar();
  return formats.map((content) =>
    readSource({ kind: 'format', content }, grammar).problems.map(
      ({ path, message }) => `${fieldPath(path)}: ${message}`,
    ),
  );
}

const ofFormats: readonly Row[] = [
  [{}, []],
  [{ name: 5 }, ['name: must be text']],
  [{ name: 'a1-B' }, []],
  ...['Not', '1a', 'a b', 'a'.repeat(65)].map((name): Row => [
    { name },
    ['name: must be letters, digits and hyphens, beginning with a lower-case letter'],
  ]),
  [{ replaces: 5 }, [`replaces: ${aText}`]],
  [{ replaces: '' }, ['replaces: must not be empty']],
  [{ description: 5, source: '' }, [`description: ${aText}`, 'source: must not be empty']],
  [{ match: 5 }, ['match: must be a list']],
  [{ match: [] }, ['match: must not be empty']],
  [{ match: many(is) }, ['match: must not be longer than 100']],
  [{ match: undefined, matchAny: 5 }, ['matchAny: must be a list of lists of conditions']],
  [{ match: undefined, matchAny: [] }, ['matchAny: must not be empty']],
  [
    { match: undefined, matchAny: [5, []] },
    ['matchAny[0]: must be a list', 'matchAny[1]: must not be empty'],
  ],
  [{ match: undefined, matchAny: [[is]] }, []],
  [{ matchAny: [[is]] }, ['$: must have one of match and matchAny']],
  [{ match: undefined }, ['$: must have one of match and matchAny']],
  [{ carriesEvents: 'x' }, ['carriesEvents: must be true or false']],
  [{ hosts: 5 }, [`hosts: ${aPath}`]],
  [{ accounts: 5 }, ['accounts: must be a list of places']],
  [{ hook: 5 }, [`hook: ${aText}`]],
  [{ more: 1 }, ['$: Unrecognized key: "more"']],
];

const alert = (fields: object): object => ({ alert: { provider: 'Acme', ...fields } });
const ofAlerts: readonly Row[] = [
  [{ alert: 5 }, ['alert: must be an object']],
  [{ alert: {} }, ['alert.provider: must be text']],
  [alert({ provider: '' }), ['alert.provider: must not be empty']],
  [alert({ id: 5 }), [`alert.id: ${aPath}`]],
  [alert({ id: [] }), ['alert.id: must not be empty']],
  [alert({ more: 1 }), ['alert: Unrecognized key: "more"']],
  [alert({ event: ['x', 5] }), [`alert.event[1]: ${aPath}`]],
  [alert({ event: [] }), ['alert.event: must not be empty']],
  [
    alert({ event: [{ name: '' }] }),
    ['alert.event[0].name: must not be empty', 'alert.event[0].when: must be a list'],
  ],
  [alert({ event: [{ name: 5, when: [is] }] }), ['alert.event[0].name: must be text']],
  [alert({ event: [{ name: 'x', when: [is], more: 1 }] }), ['alert.event[0]: Unrecognized key: "more"']],
  [alert({ createdAt: 5 }), [`alert.createdAt: ${aPath}`]],
  [alert({ createdAt: { latest: 5 } }), [`alert.createdAt.latest: ${aPath}`]],
  [alert({ createdAt: ['a', { latest: ['b', 'c'] }] }), []],
  [alert({ createdAt: [{ latest: 'a', more: 1 }] }), ['alert.createdAt[0]: Unrecognized key: "more"']],
  [alert({ createdAt: [] }), ['alert.createdAt: must not be empty']],
];

const match = (condition: object): object => ({ match: [{ path: 'a', ...condition }] });
const ofConditions: readonly Row[] = [
  [{ match: [5] }, ['match[0]: must be an object']],
  [{ match: [{ is: 'x' }] }, [`match[0].path: ${aPath}`]],
  [match({}), [`match[0]: ${operators}, every`]],
  [match({ is: 'x', contains: 'y' }), [`match[0]: ${operators}, every`]],
  [match({ is: 'x', description: 'd', source: 's' }), []],
  [match({ is: 'x', more: 1 }), ['match[0]: Unrecognized key: "more"']],
  [match({ exists: 'x' }), ['match[0].exists: must be true or false']],
  [match({ is: 5 }), [`match[0].is: ${aText}`]],
  [match({ isNot: [] }), ['match[0].isNot: must not be empty']],
  [match({ startsWith: '' }), ['match[0].startsWith: must not be empty']],
  [match({ contains: ['x', 5] }), [`match[0].contains[1]: ${aText}`]],
  [match({ means: 5 }), ['match[0].means: must be text']],
  [match({ means: 'x' }), [`match[0].means: ${meanings}`]],
  [match({ meansNot: ['closed', 'x'] }), [`match[0].meansNot[1]: ${meanings}`]],
  [match({ meansNot: 'closed' }), []],
  [match({ sameAs: 5 }), [`match[0].sameAs: ${aPath}`]],
  [match({ every: 5 }), ['match[0].every: must be a list']],
  [match({ every: [] }), ['match[0].every: must not be empty']],
  [match({ every: [is] }), []],
  [match({ every: [{ path: 'b' }] }), [`match[0].every[0]: ${operators}`]],
  [
    match({ every: [{ path: 'b', every: [is] }] }),
    ['match[0].every[0]: Unrecognized key: "every"', `match[0].every[0]: ${operators}`],
  ],
  [match({ path: 'x'.repeat(256), is: 'x' }), []],
  [match({ path: 'x'.repeat(257), is: 'x' }), ['match[0].path: must not be longer than 256 characters']],
  [
    match({ path: 'a..b', is: 'x' }),
    [
      'match[0].path: is not a path: write names with dots between them, [] for each item, [name=value] for some items',
    ],
  ],
];

const place = (fields: object): object => ({ accounts: [{ names: { id: 'id' }, ...fields }] });
const ofPlaces: readonly Row[] = [
  [{ accounts: [5] }, ['accounts[0]: must be an object']],
  [place({ use: 5 }), [`accounts[0].use: ${aText}`]],
  [place({ when: 5 }), ['accounts[0].when: must be a list']],
  [place({ in: 5, at: 5 }), [`accounts[0].in: ${aPath}`, `accounts[0].at: ${aPath}`]],
  [place({ names: 5 }), ['accounts[0].names: must be an object']],
  [place({ names: {} }), ['accounts[0].names: must have at least one path']],
  [place({ names: { id: 5 } }), [`accounts[0].names.id: ${aPath}`]],
  [place({ names: { id: 'a', more: 'x' } }), ['accounts[0].names: Unrecognized key: "more"']],
  [place({ mail: 5 }), ['accounts[0].mail: must be an object']],
  [place({ mail: { titles: 5 } }), [`accounts[0].mail.titles: ${aPath}`]],
  [place({ mail: { more: 1 } }), ['accounts[0].mail: Unrecognized key: "more"']],
  ...['when', 'skipPlacesWhen', 'onlyWhen', 'skipAccountsWhen', 'localWhen', 'compromisedWhen'].map(
    (name): Row => [place({ [name]: [] }), [`accounts[0].${name}: must not be empty`]],
  ),
  [place({ description: 5 }), [`accounts[0].description: ${aText}`]],
  [place({ more: 1 }), ['accounts[0]: Unrecognized key: "more"']],
];

it.each([
  ['a format', ofFormats],
  ['what it reports about an alert', ofAlerts],
  ['a condition', ofConditions],
  ['a place of accounts', ofPlaces],
])('every field that is wrong is named, with what it must be: of %s', (_what, rows) =>
  expect(problemsOf(rows.map(([given]) => ({ ...acme, ...given })))).toEqual(
    rows.map(([, problems]) => problems),
  ),
);

describe('a field with more than is read', () => {
  const long = 'x'.repeat(600);
  it('is a problem', () => {
    const given = [
      { replaces: long },
      { match: undefined, matchAny: many([is]) },
      { accounts: many(acme.accounts[0]) },
      alert({ provider: long }),
      alert({ id: many('a') }),
      alert({ event: [{ name: long, when: [is] }] }),
    ];
    const problems = problemsOf(given.map((fields) => ({ ...acme, ...fields })));
    expect(problems.map((some) => some.map((one) => one.split(':')[0]))).toEqual([
      ['replaces'],
      ['matchAny'],
      ['accounts'],
      ['alert.provider'],
      ['alert.id'],
      ['alert.event[0].name'],
    ]);
  });
});

describe('a file of formats', () => {
  it('names what is wrong beside its formats', () => {
    const { formatFile } = formatGrammar();
    const problems = (content: object): string[] => {
      const read = formatFile.safeParse({ formats: [acme], ...content });
      return schemaProblems(read.error?.issues ?? []).map(
        ({ path, message }) => `${fieldPath(path)}: ${message}`,
      );
    };
    expect(problems({ $schema: 'x', definitions: { victim: { at: 'a[]' } } })).toEqual([]);
    expect(problems({ $schema: 5 })).toEqual(['$schema: must be text']);
    expect(problems({ definitions: 5 })).toEqual(['definitions: must be an object']);
    expect(problems({ definitions: { x: { use: 'y' } } })).toEqual([
      'definitions.x: Unrecognized key: "use"',
    ]);
    expect(problems({ formats: 5 })).toEqual(['formats: must be a list of formats']);
    expect(problems({ formats: [] })).toEqual(['formats: must not be empty']);
    expect(problems({ formats: many(acme) })).toEqual(['formats: must not have more than 100 formats']);
    expect(problems({ more: 1 })).toEqual(['$: Unrecognized key: "more"']);
  });
});

describe('of the branches of a union', () => {
  const issue = (message: string, ...path: string[]) => ({ code: 'custom' as const, path, message });
  const union = (...errors: ReturnType<typeof issue>[][]) =>
    schemaProblems([
      { code: 'invalid_union', path: ['a'], message: 'none', errors, note: undefined } as never,
    ]);
  it('the one counts that got furthest, and the first of those that got as far', () => {
    expect(union([issue('x')], [issue('y', 'b'), issue('z')])).toEqual([
      { path: ['a', 'b'], message: 'y' },
      { path: ['a'], message: 'z' },
    ]);
    expect(union([issue('x', 'b')], [issue('y', 'c')], [issue('z')])).toEqual([
      { path: ['a', 'b'], message: 'x' },
    ]);
    expect(union()).toEqual([]);
  });
});
