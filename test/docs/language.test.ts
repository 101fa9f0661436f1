import { expect, it } from '@jest/globals';
import { pages, repositoryFiles } from '../support/repository';

/** Words that docs/glossary.md replaces by plainer ones. */
const AVOIDED = [
  'told',
  'tells',
  'bears',
  'anew',
  'besides',
  'at rest',
  'laid to rest',
  'stands twice',
  'small letters',
  'whoever',
  'can be had',
];
/** A line may end within a phrase, also in a comment. */
const GAP = String.raw`\s+(?:(?://|\*|>)\s*)?`;
const pattern = new RegExp(`\\b(?:${AVOIDED.map((word) => word.replaceAll(' ', GAP)).join('|')})\\b`, 'gi');

const code = repositoryFiles().filter(
  ({ path }) =>
    /^(?:functions|shared|local|test|infra|powershell|\.ci|\.github)\/.*(?:\.(?:ts|bicep|kql|sh|yml|json|psm?1|txt)|\/run)$/.test(
      path,
    ) &&
    path !== 'test/docs/language.test.ts' &&
    path !== 'infra/main.json',
);

/** Every avoided word, as `file:line: word`. */
function avoidedWords(path: string, text: string): string[] {
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${path}:${String(line)}: ${word.replace(/\s+(?:\/\/|\*|>)?\s*/g, ' ')}`;
  });
}

it('finds an avoided word with its line, also across a line break', () => {
  expect(avoidedWords('a.ts', 'one\n// It is At\n// rest.\nA storyteller foretells.\n')).toEqual([
    'a.ts:2: At rest',
  ]);
});

it('code and messages use the words of the glossary', () => {
  expect(code.length).toBeGreaterThan(100);
  expect(code.flatMap(({ path, text }) => avoidedWords(path, text()))).toEqual([]);
});

it('pages use the words of the glossary', () => {
  const found = pages().flatMap(({ path, text }) => {
    // The glossary lists the words in order to replace them.
    const [read = ''] = path === 'docs/glossary.md' ? text().split('## Words not to use') : [text()];
    return avoidedWords(path, read);
  });
  expect(found).toEqual([]);
});
