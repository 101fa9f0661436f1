import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addOutputOptions, outputOf } from '../../shared/cli/output/output';
import { print, printOne } from '../../shared/cli/output/print';
import type { View } from '../../shared/cli/output/view';
import { aTerminal } from '../support/terminal';

interface Person {
  readonly name: string;
  readonly age?: number;
}

const view: View<Person> = {
  data: ({ name, age }) => ({ name, age, home: { city: 'Ghent' } }),
  none: 'There is nobody.',
  columns: [
    { heading: 'Name', text: ({ name }) => name },
    {
      heading: 'Age',
      text: ({ age }) => age?.toString(),
      when: (people) => people.some((one) => one.age !== undefined),
    },
  ],
};

const avery: Person = { name: 'avery', age: 40 };
const blake: Person = { name: 'bla\tke\u001b[2J\u009b' };

/** Prints people by a command line of its own: options before the command and after it. */
async function printed(people: readonly Person[] | Person, ...args: readonly string[]): Promise<string[]> {
  const terminal = aTerminal();
  const root = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined });
  addOutputOptions(root);
  root.command('list').action(async (_options: object, command: Command) => {
    const output = outputOf(command, terminal);
    await ('name' in people ? printOne(people, view, output) : print(people, view, output));
  });
  await root.parseAsync([...args], { from: 'user' });
  return terminal.seen.out;
}

const json = async (...given: Parameters<typeof printed>): Promise<unknown> =>
  JSON.parse((await printed(...given)).join('\n'));

const inData = (name: string, age?: number): object => ({
  name,
  ...(age !== undefined && { age }),
  home: { city: 'Ghent' },
});

describe('a list is printed', () => {
  it('as a table for people', async () =>
    expect(await printed([avery, { name: 'bo' }], 'list')).toEqual(['NAME   AGE', 'avery  40', 'bo     -']));
  it('as a table without the columns that nothing needs', async () =>
    expect(await printed([{ name: 'bo' }], 'list')).toEqual(['NAME', 'bo']));
  it('as a sentence, if nobody is in it', async () =>
    expect(await printed([], 'list')).toEqual(['There is nobody.']));
  it.each([[['-o', 'json', 'list']], [['list', '--output', 'json']], [['list', '-ojson']]])(
    'as one JSON document, wherever the option stands: %j',
    async (args) =>
      expect(await json([avery, blake], ...args)).toEqual([inData('avery', 40), inData(blake.name)]),
  );
  it.each(['json', 'yaml'])('as an empty list in %s', async (format) =>
    expect(await printed([], 'list', '-o', format)).toEqual(['[]']),
  );
  it.each([['--json'], ['-ojsonl']])('as one JSON object per line with %s', async (option) =>
    expect((await printed([avery, blake], 'list', option)).map((line): unknown => JSON.parse(line))).toEqual([
      inData('avery', 40),
      inData(blake.name),
    ]),
  );
  it('as tab-separated lines, with each column and without headings', async () =>
    expect(await printed([avery, blake], 'list', '-o', 'tsv')).toEqual([
      'avery\t40',
      'bla\\u{9}ke\\u{1b}[2J\\u{9b}\t',
    ]));
  it('as YAML', async () =>
    expect((await printed([avery], 'list', '-o', 'yaml')).join('\n')).toBe(
      '- name: avery\n  age: 40\n  home:\n    city: Ghent',
    ));
  it.each(['table', 'json', 'jsonl', 'tsv', 'yaml'])(
    'in %s without what steers a terminal',
    async (format) => {
      const text = (await printed([blake, { name: '\u202e\u{e0001}' }], 'list', '-o', format)).join('\n');
      expect(text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    },
  );
});

describe('a list whose reader has ended', () => {
  it('is read no further', async () => {
    const seen: string[] = [];
    const terminal = {
      ...aTerminal(),
      isRead: () => seen.length < 2,
      record: (line: string) => void seen.push(line),
    };
    let read = 0;
    function* endless(): Iterable<Person> {
      for (;;) yield { name: String(read++) };
    }
    await print(endless(), view, { terminal, format: 'jsonl' });
    expect([seen.length, read]).toEqual([2, 3]);
  });
});

describe('one record is printed', () => {
  it('as a line for each column that has something', async () =>
    expect(await printed(avery, 'list')).toEqual(['Name: avery', 'Age:  40']));
  it('as an object', async () =>
    expect(await json({ name: 'bo' }, 'list', '-o', 'json')).toEqual(inData('bo')));
});

describe('--query', () => {
  it.each([
    ['[0].age', '40'],
    ['[].name', '["avery","bo"]'],
    ['[?age > `30`].{who: name, city: home.city}', '[{"who":"avery","city":"Ghent"}]'],
    ['[0].constructor', 'null'],
    ['length(@)', '2'],
  ])('%s gives %s', async (query, found) =>
    expect(await json([avery, { name: 'bo' }], 'list', '-o', 'json', '--query', query)).toEqual(
      JSON.parse(found),
    ),
  );
  it.each([
    ['table', '[].{who: name, home: home}', ['WHO    HOME', 'avery  {"city":"Ghent"}']],
    ['table', '[].[name, age]', ['COLUMN1  COLUMN2', 'avery    40']],
    ['table', '[0].name', ['RESULT', 'avery']],
    ['tsv', '[].[name, age]', ['avery\t40']],
    ['tsv', '[0].name', ['avery']],
    ['tsv', '[0].nothing', []],
    ['jsonl', '[].name', ['"avery"']],
  ])('as %s: %s', async (format, query, lines) =>
    expect(await printed([avery], 'list', '-o', format, '--query', query)).toEqual(lines),
  );
});

describe('a query whose functions do not take the data', () => {
  it('fails, and names the function', async () =>
    expect(printed([avery], '--query', 'sort(@)', 'list')).rejects.toThrow(/^--query: TypeError: sort\(\)/));
});

describe('wrong usage is named', () => {
  it.each([
    [['list', '-o', 'xml'], /Allowed choices are table, json/],
    [['list', '--json', '-o', 'json'], /cannot be used with/],
    [['--query', '[].{a:b]', 'list'], /At position 8: \] is not expected/],
  ])('%j', async (args, message) => expect(printed([], ...args)).rejects.toThrow(message));
});
