import { describe, expect, it } from '@jest/globals';
import { pathOf, withSubcommands } from '../../shared/cli/help/command-help';
import { GROUPS, PAGES } from '../../shared/cli/help/help-pages';
import { program } from '../../shared/cli/program';
import { version } from '../../shared/cli/version';
import { parsingTree, wordsOfLine } from '../support/command-words';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const all = withSubcommands(parsingTree());
const paths = all.map(pathOf);

async function shown(...args: string[]): Promise<{ readonly out: string; readonly error: string }> {
  const terminal = aTerminal();
  await program(programEnvironment({ terminal }), args).catch(() => undefined);
  return { out: terminal.seen.out.join('\n'), error: terminal.seen.error.join('\n') };
}

describe('the help of each command', () => {
  it.each(paths)('"%s" has its purpose, options, examples and exit codes', async (path) => {
    const { out } = await shown(...path.split(' ').filter(Boolean), '--help');
    expect(out).toMatch(/^Usage: session-revoker/);
    expect(out).toMatch(/--query <expression>/);
    const [, examples = '', codes = ''] =
      /\nExamples:\n((?: {2}session-revoker.*\n)+)\nExit codes:\n((?: {2}[0-3] {2}\S.*\n?)+)$/.exec(out) ??
      [];
    expect(examples.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(codes).toMatch(/^ {2}0 [^]*^ {2}2 /m);
  });
  it('has a page, and no page is without a command', () => {
    expect([...Object.keys(PAGES), ...Object.keys(GROUPS)].sort()).toEqual([...paths].sort());
  });
  it.each(all.map((command) => [pathOf(command), command.description()] as const))(
    '"%s" says in a sentence what it is for',
    (_path, description) => expect(description).toMatch(/^\p{L}.{10,}/u),
  );
  it.each(
    [
      ...Object.entries(PAGES).map(([path, { examples }]) => [path, examples] as const),
      ...Object.entries(GROUPS),
    ].flatMap(([path, examples]) => examples.map((args) => `${path} ${args}`.trim())),
  )('has examples that the program takes: %s', async (line) => {
    await parsingTree().parseAsync([...wordsOfLine(line)], { from: 'user' });
  });
});

describe('the program', () => {
  it('prints its version', async () => {
    expect((await shown('--version')).out).toBe(version);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
  it.each([
    [['pendng'], 'Did you mean pending?'],
    [['quarantine', 'lst'], 'Did you mean list?'],
    [['revoke', '--usr', 'a@b.c'], 'Did you mean --user?'],
    [['pending', '--qery', 'a'], 'Did you mean --query?'],
    [['pending', '--outptu', 'json'], 'Did you mean --output?'],
  ])('names what is nearest to a word that it does not know: %j', async (args, hint) =>
    expect((await shown(...args)).error).toContain(hint),
  );
  it.each([[['--confirm', '--no-confirm']], [['--no-confirm', '--what-if', '--confirm']]])(
    'refuses an option together with its opposite: %j',
    async (options) => {
      const args = ['revoke', '--user', 'avery@contoso.com', ...options];
      expect((await shown(...args)).error).toBe(
        "error: option '--confirm' cannot be used with option '--no-confirm'",
      );
    },
  );
  it('shows where an expression is wrong', async () =>
    expect((await shown('pending', '--query', '[].{a:b]')).error).toContain(
      'At position 8: ] is not expected.\n  [].{a:b]\n         ^',
    ));
});

describe('a line of a shell', () => {
  it.each([
    ['a b', ['a', 'b']],
    ['a "b c" \'d e\'f', ['a', 'b c', 'd ef']],
    ['CONTOSO\\\\gray', ['CONTOSO\\gray']],
    ['- < alert.json', ['-']],
    ['list | head -1', ['list']],
    ['a # b', ['a']],
    ['a ""', ['a', '']],
  ])('%s has the words %j', (line, words) => expect(wordsOfLine(line)).toEqual(words));
});
