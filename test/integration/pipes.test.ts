import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runProgram } from '../support/run-program';

const project = join(__dirname, '../..');
const packages = join(project, 'node_modules');
const cli = join(mkdtempSync(join(tmpdir(), 'session-revoker-cli-')), 'main.js');
const environment = { NODE_PATH: packages };

beforeAll(() => {
  execFileSync(process.execPath, [
    join(packages, 'esbuild/bin/esbuild'),
    join(project, 'shared/cli/main.ts'),
    `--outfile=${cli}`,
    '--bundle',
    '--platform=node',
    '--packages=external',
    '--log-level=error',
  ]);
});

/** What the command line answers to a pipe whose writer is slow. */
function slowly(text: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const writer = `setTimeout(() => process.stdout.write(${JSON.stringify(text)}), 500)`;
  const script = `"$NODE" -e '${writer}' | "$NODE" "${cli}" explain -`;
  return promisify(execFile)('sh', ['-c', script], {
    env: { ...process.env, ...environment, NODE: process.execPath },
  });
}

describe('a pipe', () => {
  it('is read to its end, however slowly it is written', async () => {
    const { stdout, stderr } = await slowly('{"user":"avery@contoso.com"}');
    expect(stdout).toContain('avery@contoso.com');
    expect(stderr).toBe('');
  });
  it('whose reader has ended is no error', async () => {
    const child = spawn(process.execPath, [cli, 'explain', ...Array<string>(50).fill('package.json')], {
      cwd: project,
      env: { ...process.env, ...environment },
    });
    let error = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect([code, error]).toEqual([0, '']);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['missing.json', 'missing.json: cannot be found\n'],
    ['/', '/: is a folder\n'],
  ])('%s is named with the reason', async (file, error) =>
    expect(await runProgram([cli, 'explain', file], environment)).toEqual({ code: 2, out: '', error }),
  );
});
