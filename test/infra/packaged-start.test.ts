import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packaged = join(__dirname, '../../package/app');
const keepCode = join(__dirname, '../../build/infra/keep-code.js');

// It runs a function, loads a module of Node, and one beside it.
const main = (word: string): string => `
  const { format } = require('node:util');
  const answer = () => format('%s', ${JSON.stringify(word)});
  console.log(answer(), require('./later.js').later, __filename.slice(-7), __dirname);
`;
const COMPILED = 'main.js is compiled at this start: the package has no code for this version of Node.\n';

let folder: string;
const file = (name: string): string => join(folder, name);
function run(...flags: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file('start.js')], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
const answered = (word: string): string => `${word} later main.js ${folder}\n`;
const changeCode = (change: (code: Buffer) => Buffer): void =>
  writeFileSync(file('main.code'), change(readFileSync(file('main.code'))));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packaged-start-'));
  copyFileSync(join(packaged, 'start.js'), file('start.js'));
  writeFileSync(file('later.js'), `exports.later = 'later';`);
  writeFileSync(file('main.js'), main('one'));
  run(`--require=${keepCode}`);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the package starts', () => {
  it('from the code that was compiled when it was built', () =>
    expect(run()).toEqual({ status: 0, output: answered('one') }));

  it('from a folder that cannot be written', () => {
    chmodSync(folder, 0o555);
    expect(run()).toEqual({ status: 0, output: answered('one') });
    chmodSync(folder, 0o755);
  });

  const compiling: readonly [string, () => void, string, ...string[]][] = [
    ['it has no code', () => rmSync(file('main.code')), 'one'],
    // V8 compares the length alone.
    [
      'the code is that of another text of the same length',
      () => writeFileSync(file('main.js'), main('two')),
      'two',
    ],
    ['the code is cut off', () => changeCode((code) => code.subarray(0, -100)), 'one'],
    ['the code is empty', () => changeCode(() => Buffer.alloc(0)), 'one'],
    [
      'the code is damaged',
      () => changeCode((code) => code.fill(0x55, code.length / 2, code.length / 2 + 9)),
      'one',
    ],
    ['Node runs with other flags of V8', () => undefined, 'one', '--stack-size=900'],
  ];
  it.each(compiling)('by compiling its text when %s', (_, change, word, ...flags) => {
    change();
    expect(run(...flags)).toEqual({ status: 0, output: COMPILED + answered(word) });
  });
});

it('a stack trace names the file where the package is', () => {
  writeFileSync(file('main.js'), `console.log(new Error('here').stack.split('\\n')[1].trim());`);
  run(`--require=${keepCode}`);
  expect(run().output).toContain(`at ${file('main.js')}:1:`);
});

describe('the code in the package', () => {
  it('is accepted by the Node that built it, and holds functions that only a request runs', () => {
    const length = readFileSync(join(packaged, 'main.code')).length;
    expect(length).toBeGreaterThan(readFileSync(join(packaged, 'main.js')).length / 2);
  });
});
