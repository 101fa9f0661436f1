import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** `npm start` in a clone of which only the scripts that build it exist. */
function started(args: readonly string[], scripts = BUILDS): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'session-revoker-start-'));
  try {
    mkdirSync(join(folder, 'local'));
    cpSync(join(root, 'local/npm-start.js'), join(folder, 'local/npm-start.js'));
    writeFileSync(join(folder, 'make.js'), MAKE);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }));
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const { pid, status, stdout, stderr } = spawnSync(
      process.execPath,
      ['local/npm-start.js', ...args],
      options,
    );
    // A loaded machine needs more than a second.
    return { pid, code: status, out: stdout.replaceAll(/^ +\d+ s/gm, '  0 s'), error: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Ended {
  readonly pid: number;
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const MAKE = `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('build/local', { recursive: true });
writeFileSync('build/local/start.js', 'console.log("serves", process.pid, ...process.argv.slice(2))');
`;
const BUILDS = { compile: 'true && true', package: 'npm run compile && node make.js' };
const FAILS = { compile: 'true && false', package: 'npm run compile && true' };

describe('npm start', () => {
  it.each([['--help'], ['-h']])('prints its options at once, and builds nothing: %s', (option) => {
    const { code, out, error } = started([option]);
    expect([code, error]).toEqual([0, '']);
    for (const one of ['--once', '--help']) expect(out).toContain(`\n  ${one} `);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
  it.each([['--onec'], ['--once=no'], ['once'], ['-x']])(
    'names an option that is none, and builds nothing: %s',
    (option) => {
      const { code, out, error } = started([option]);
      expect([code, out]).toEqual([2, '']);
      expect(error.split('\n')[0]).toContain(option.split('=')[0]);
      expect(error).toContain('\n  --once ');
    },
  );
  it('builds, step by step, and starts what it has built in its own process, so that the seconds go on', () => {
    const { pid, code, out } = started(['--once']);
    const steps = ['true', 'true', 'node make.js'].map((step) => `  N s  ${step}\n`);
    const untimed = out.replace(/^ +\d+ s /gm, '  N s ');
    expect([code, untimed]).toEqual([0, `${steps.join('')}serves ${String(pid)} --once\n`]);
  });
  it('ends with the step that failed, and starts nothing', () => {
    expect(started([], FAILS)).toMatchObject({
      code: 1,
      out: '  0 s  true\n  0 s  false\n',
      error: 'false: failed. npm run package shows all of its output.\n',
    });
  });
});
