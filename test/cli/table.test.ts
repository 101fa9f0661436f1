import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutTo, displayWidth } from '../../shared/cli/output/display-width';
import { tableOf } from '../../shared/cli/output/table';
import { toned } from '../../shared/cli/output/tone';

const column = (heading: string, texts: readonly string[], yields?: number) => ({
  heading,
  yields,
  cells: texts.map((text) => ({ text })),
});

const id = column('Id', ['0a1b8f6e-3c52']);
const reason = column('Reason', ['Password spray from 198.51.100.7'], 2);
const title = column('Title', ['A risky sign-in'], 1);

describe('a table', () => {
  it('is whole where no width is known', () =>
    expect(tableOf([id, reason, title], {})).toEqual([
      'ID             REASON                            TITLE',
      '0a1b8f6e-3c52  Password spray from 198.51.100.7  A risky sign-in',
    ]));
  it('cuts the column with the highest number first', () =>
    expect(tableOf([id, reason, title], { width: 50 })[1]).toBe(
      '0a1b8f6e-3c52  Password spray fr…  A risky sign-in',
    ));
  it('then cuts the next one', () =>
    expect(tableOf([id, reason, title], { width: 36 })[1]).toBe('0a1b8f6e-3c52  Passwor…  A risky si…'));
  it('then leaves columns out, and names them', () =>
    expect(tableOf([id, reason, title], { width: 29 })).toEqual([
      'ID             TITLE',
      '0a1b8f6e-3c52  A risky sign-…',
      'Not shown, since the terminal is too narrow: REASON. -o json has all.',
    ]));
  it('never cuts a column that does not yield', () =>
    expect(tableOf([id, reason, title], { width: 5 }).slice(0, 2)).toEqual(['ID', '0a1b8f6e-3c52']));
  it('leaves a column out that says nothing in part, rather than cut it', () => {
    const time = { ...column('At', ['2026-11-23 10:00:00'], 1), whole: true };
    expect(tableOf([id, time], { width: 34 })[1]).toBe('0a1b8f6e-3c52  2026-11-23 10:00:00');
    expect(tableOf([id, time], { width: 33 })).toEqual([
      'ID',
      '0a1b8f6e-3c52',
      'Not shown, since the terminal is too narrow: AT. -o json has all.',
    ]);
  });
  it('aligns wide characters and marks', () =>
    expect(tableOf([column('A', ['漢字', 'e\u0301', '👍']), column('B', ['1', '2', '3'])], {})).toEqual([
      'A     B',
      '漢字  1',
      'e\u0301     2',
      '👍    3',
    ]));
  it('colours the text alone, and only if asked to', () => {
    const status = { heading: 'Status', cells: [{ text: 'held', tone: 'attention' as const }] };
    expect(tableOf([status, id], {})[1]).toBe('held    0a1b8f6e-3c52');
    expect(tableOf([status, id], { coloured: true })[1]).toBe(
      `${toned('held', 'attention')}    0a1b8f6e-3c52`,
    );
    expect(toned('held', 'attention')).toBe('\u001b[33mheld\u001b[39m');
  });
  it('has no line wider than the terminal, whatever is in its cells, if a column yields', () =>
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 8, max: 100 }),
        (texts, width) => {
          const lines = tableOf(
            texts.map((text, n) => column(`H${String(n)}`, [text], n + 1)),
            { width },
          );
          const table = lines.slice(0, 2);
          return table.every((line) => displayWidth(line) <= width && !/\p{Cc}/u.test(line));
        },
      ),
    ));
});

describe('a text that is cut', () => {
  it('is as wide as it may be, or one less, and never wider', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        return displayWidth(cutTo(text, width)) <= width;
      }),
    ));
});
