import { describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledCli } from '../support/bundled-cli';
import { hasPty, intoNonBlockingPipe } from '../support/pty';
import type { Ended } from '../support/run-program';
import { runProgram } from '../support/run-program';

const project = join(__dirname, '../..');
const manifest = join(project, 'package.json');

/** Enough files for an output that no pipe holds at once. */
const MANY = Array<string>(1000).fill(manifest);

/** Runs a line of a shell, in which `$CLI` is the command line and `$MANY` names many files. */
async function inShell(line: string): Promise<Ended> {
  const env = {
    ...process.env,
    NODE: process.execPath,
    CLI: `${process.execPath} ${bundledCli}`,
    MANY: MANY.join(' '),
  };
  try {
    const { stdout: out, stderr: error } = await promisify(execFile)('bash', ['-c', line], { env });
    return { code: 0, out, error };
  } catch (failed) {
    const { code, stdout: out, stderr: error } = failed as { code: number; stdout: string; stderr: string };
    return { code, out, error };
  }
}

describe('a pipe whose writer is slow is read to its end', () => {
  const slowly = (texts: readonly string[]): Promise<Ended> => {
    const writes = texts.map(
      (text, n) =>
        `setTimeout(() => process.stdout.write(Buffer.from('${text}', 'hex')), ${String(n * 300)})`,
    );
    return inShell(`"$NODE" -e "${writes.join(';')}" | $CLI explain - -o json --query '[0].alert.title'`);
  };
  it('also where a character comes in two parts', async () => {
    const bytes = Buffer.from('{"user":"avery@contoso.com","alert":{"id":"7","title":"é漢"}}');
    const within = bytes.indexOf(Buffer.from('漢')) + 1;
    const parts = [bytes.subarray(0, 9), bytes.subarray(9, within), bytes.subarray(within)];
    expect(await slowly(parts.map((part) => part.toString('hex')))).toEqual({
      code: 0,
      out: '"é漢"\n',
      error: '',
    });
  });
});

describe('a pipe whose reader has ended', () => {
  it('is no error', async () => {
    const child = spawn(process.execPath, [bundledCli, 'explain', ...MANY], {
      env: { ...process.env },
    });
    let error = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect([code, error]).toEqual([0, '']);
  });
  it.each(['', '--json', '-o json', '-o yaml', '-o tsv'])(
    'ends nothing in failure: explain %s | head -1',
    async (options) => {
      const { out, error } = await inShell(
        `$CLI explain $MANY ${options} | head -1; echo "\${PIPESTATUS[0]}"`,
      );
      expect(out.trim().split('\n')).toEqual([expect.stringMatching(/./), '0']);
      expect(error).toBe('');
    },
  );
  it('does not hide that the command has failed', async () => {
    const { out } = await inShell(`$CLI formats check ${manifest} | true; echo "\${PIPESTATUS[0]}"`);
    expect(out).toBe('1\n');
  });
});

describe('a large output arrives whole', () => {
  const isWhole = (text: string): void => expect((JSON.parse(text) as unknown[]).length).toBe(MANY.length);
  it('where the reader is slow', async () => {
    const slowReader = `process.stdin.on('data', (some) => { process.stdout.write(some); process.stdin.pause(); setTimeout(() => process.stdin.resume(), 5); })`;
    isWhole((await inShell(`$CLI explain $MANY -o json | "$NODE" -e "${slowReader}"`)).out);
  });
  it('in a file', async () =>
    isWhole((await inShell(`$CLI explain $MANY -o json > "$0.$$"; cat "$0.$$"; rm "$0.$$"`)).out));
  (hasPty ? it : it.skip)('where the pipe does not block', async () => {
    const { code, out, error } = await intoNonBlockingPipe([
      process.execPath,
      bundledCli,
      'explain',
      ...MANY,
      '-o',
      'json',
    ]);
    isWhole(out);
    expect([code, error]).toEqual([0, '']);
  });
});

describe('programs read records alone', () => {
  it('and errors are on the standard error', async () =>
    expect(await runProgram([bundledCli, 'explain', '-o', 'json', '/nowhere'])).toEqual({
      code: 2,
      out: '',
      error: '/nowhere: cannot be found\n',
    }));
  (existsSync('/dev/full') ? it : it.skip)('and an output that cannot be written is an error', async () => {
    const { code, error } = await inShell(`$CLI explain ${manifest} > /dev/full`);
    expect([code, error]).toEqual([2, 'The output cannot be written (ENOSPC).\n']);
  });
  it.each([['2>&-'], ['>&-']])('and nothing breaks where there is no such stream: %s', async (closed) =>
    expect((await inShell(`$CLI explain ${manifest} ${closed}`)).code).toBe(0),
  );
});

describe('a file that cannot be read', () => {
  it.each([
    ['missing.json', 'missing.json: cannot be found\n'],
    ['/', '/: is a folder\n'],
  ])('%s is named with the reason', async (file, error) =>
    expect(await runProgram([bundledCli, 'explain', file])).toEqual({ code: 2, out: '', error }),
  );
});
