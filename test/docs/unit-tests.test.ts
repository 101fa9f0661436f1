import { expect, it } from '@jest/globals';
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unitTests } from '../support/unit-tests';

const root = join(__dirname, '../..');

it('unit tests are watched if they run in a suite, and only then', () => {
  const [, watched = ''] =
    /--testPathPatterns '([^']+)'/.exec(readFileSync(join(root, 'package.json'), 'utf8')) ?? [];
  const files = globSync('test/**/*.test.ts', { cwd: root }).filter((file) => new RegExp(watched).test(file));
  expect(unitTests.map((file) => join('test', file))).toEqual(files.sort());
});

it('each of the four suites is run, and describes a part of its own', () => {
  const suites = readdirSync(join(root, 'test/suites')).sort();
  expect(
    suites.map((file) =>
      readFileSync(join(root, 'test/suites', file), 'utf8')
        .split('\n')
        .at(2),
    ),
  ).toEqual([1, 2, 3, 4].map((n) => `describeUnitTests(${String(n)});`));
});
