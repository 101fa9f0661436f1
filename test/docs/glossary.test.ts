import { describe, expect, it } from '@jest/globals';
import { repositoryFiles } from '../support/repository';

const page = repositoryFiles('docs').find(({ path }) => path === 'docs/glossary.md');
const [definitions = '', avoided = ''] = (page?.text() ?? '').split('## Words not to use');

/** The cells of a Markdown table, without its head. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the glossary', () => {
  const words = rows(definitions).map(([word = '']) => word.toLowerCase());
  it('defines each word once, in alphabetical order', () => {
    expect(words.length).toBeGreaterThan(50);
    expect(words).toEqual([...new Set(words)].sort());
  });
  it('gives every word a definition and an origin, and every avoided word a replacement', () => {
    const incomplete = [...rows(definitions), ...rows(avoided)].filter((row) => row.includes(''));
    expect(incomplete).toEqual([]);
  });
});
