import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../../shared/cli/exit-code';
import { statuses } from '../../shared/core/outcome';

const page = readFileSync(join(__dirname, '../../docs/cli.md'), 'utf8');
const rows = page.match(/^\| \d +\|.*$/gm) ?? [];

it.each(statuses)('docs/cli.md has the exit code of the outcome %s', (status) =>
  expect(rows.filter((row) => row.includes(`\`${status}\``))).toEqual([
    expect.stringMatching(new RegExp(`^\\| ${String(exitCodeOf([status]))} `)),
  ]),
);
