import { describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf, withSubcommands } from '../../shared/cli/help/command-help';
import { parsingTree, wordsOfLine } from '../support/command-words';
import { blocks, commandsIn, mentions, ownArguments, scriptOf } from '../support/written-commands';

const root = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Programs of others, which no test runs, and why. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  az: 'changes or reads a subscription of Azure',
  azd: 'changes or reads a subscription of Azure',
  curl: 'the tests of the API and of the webhook send what it sends',
  echo: 'part of the shell',
  cp: 'part of the shell',
  export: 'part of the shell',
  set: 'part of the shell',
  '.': 'part of the shell',
  for: 'part of the shell',
  do: 'part of the shell',
  done: 'part of the shell',
  sed: 'part of the shell',
  '}': 'part of the shell',
  'fill()': 'a function of the page, which test/infra/connect runs',
  fill: 'a function of the page, which test/infra/connect runs',
  jq: 'reads what another program has answered',
  '"$SPLUNK_HOME/bin/splunk"': 'changes a server of Splunk',
};

/** Of variables, before a command; `name=$(command` begins with that command. */
const ASSIGNMENTS = /^(?:\w+=(?:"[^"]*"|'[^']*'|\$\((?:[^()]|\([^()]*\))*\)|\$\(|[^\s$]\S*) ?)+/;

const written = blocks.flatMap((block) => commandsIn(block).map((command) => [block.page, command] as const));
const own = written.flatMap(([page, command]) => {
  const args = ownArguments(command);
  return args === undefined ? [] : [[page, args] as const];
});

/** Parses a line as the program does, and does nothing. */
async function parse(args: string): Promise<void> {
  const tree = parsingTree();
  await tree.parseAsync([...wordsOfLine(args)], { from: 'user' });
}

describe('each command of ours in the pages', () => {
  it('is found', () => expect(own.length).toBeGreaterThan(30));
  it.each(own)('is one that the program takes: %s: %s', (_page, args) => parse(args));
});

describe('each other command in the pages', () => {
  const others = written.filter(([, command]) => ownArguments(command) === undefined);
  it.each(others)('is there, or is one of those that no test runs: %s: %s', (_page, command) => {
    const words = command.replace(ASSIGNMENTS, '');
    const [program = ''] = words.split(/\s+/);
    if (program === 'npm' && /^npm (?:ci|test|install|pack)\b/.test(words)) return;
    if (program === 'npm') expect(Object.keys(scripts)).toContain(scriptOf(words));
    else if (program === 'node') expect(existsSync(join(root, sourceOf(words)))).toBe(true);
    else if (program !== '') expect(Object.keys(OF_OTHERS)).toContain(program);
  });
});

/** The source of a compiled file that a command runs. */
function sourceOf(command: string): string {
  const [, file = ''] = /^node (?:build\/)?(\S+)\.js/.exec(command) ?? [];
  return `${file}.ts`;
}

describe('what sentences say of a command', () => {
  const isGrammar = (text: string): boolean => /[[\]|]|…$|… /.test(text);
  it.each(mentions.filter(({ text }) => !isGrammar(text)).map(({ where, text }) => [where, text] as const))(
    'is a command that there is: %s: %s',
    async (_where, text) => {
      const args = ownArguments(text) ?? text;
      // A sentence may name a command without all that it needs.
      const lacks = ['commander.missingMandatoryOptionValue', 'commander.missingArgument'];
      await parse(args).catch((error: unknown) => {
        if (!(error instanceof CommanderError) || !lacks.includes(error.code)) throw error;
      });
    },
  );
});

describe('docs/cli.md', () => {
  const page = readFileSync(join(root, 'docs/cli.md'), 'utf8');
  const leaves = withSubcommands(parsingTree()).filter(({ commands }) => commands.length === 0);
  it.each(leaves.map((command) => [pathOf(command), command] as const))(
    'has the command %s with each of its options',
    (path, command) => {
      const words = path.split(' ');
      const row = page
        .split('\n')
        .find((line) => line.startsWith('| `session-revoker ') && hasWords(line, words));
      expect(row).toBeDefined();
      const own = command.options
        .flatMap(({ long }) => long ?? [])
        .filter((long) => !NOT_LISTED.includes(long));
      expect(own.filter((long) => !row?.includes(long))).toEqual([]);
    },
  );
});

/** Options that a reader needs in no table: the text below it has them. */
const NOT_LISTED = ['--subscription'];

function hasWords(row: string, words: readonly string[]): boolean {
  const groups =
    words.length === 1 ? new RegExp(`[\`] ?(?:session-revoker )?${words[0] ?? ''}[ \`]`) : undefined;
  return groups
    ? groups.test(row)
    : row.includes(`session-revoker ${words[0] ?? ''} `) && row.includes(words[1] ?? '');
}
