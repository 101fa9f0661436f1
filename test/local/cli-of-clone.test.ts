import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const SOURCES = [
  'shared/cli/help/pages.ts',
  'local/stack.ts',
  'infra/command-line.ts',
  'infra/node-bundle.ts',
  'package-lock.json',
];
const BUNDLES = ['bin/session-revoker.js', '.local/cli/in-clone.js'];
const FOLDERS = ['shared/cli/help', 'shared/cli', 'shared', 'local'];

let clone = '';
const inClone = (path: string): string => join(clone, path);

/** Every source of the clone is of the second 1, its bundles are of the second 2. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'session-revoker-clone-'));
  for (const file of [...SOURCES, ...BUNDLES]) {
    mkdirSync(dirname(inClone(file)), { recursive: true });
    writeFileSync(inClone(file), 'console.log("runs");\n');
  }
  cpSync(join(root, 'local/cli.mjs'), inClone('local/cli.mjs'));
  for (const path of [...SOURCES, 'local/cli.mjs', ...FOLDERS]) utimesSync(inClone(path), 1, 1);
  for (const path of BUNDLES) utimesSync(inClone(path), 2, 2);
});
afterEach(() => rmSync(clone, { recursive: true }));

/** `npm run cli`, where the build of the bundles says that it was asked. */
function cli(build = 'echo builds'): readonly [code: number | null, out: string] {
  writeFileSync(inClone('npm'), `#!/bin/sh\n${build}\n`, { mode: 0o755 });
  const env = { PATH: `${clone}:${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, [inClone('local/cli.mjs')], { env });
  return [status, `${stderr.toString()}${stdout.toString()}`];
}

const BUILT = 'Building the command line …\nbuilds\nruns\n';

describe('the command line of a clone', () => {
  it('runs what was built, while every source is older', () => expect(cli()).toEqual([0, 'runs\n']));
  it.each(SOURCES)('is built first where a source is newer: %s', (source) => {
    utimesSync(inClone(source), 3, 3);
    expect(cli()).toEqual([0, BUILT]);
  });
  it.each(BUNDLES)('is built first where one of its bundles is older than a source: %s', (bundle) => {
    utimesSync(inClone(bundle), 0, 0);
    expect(cli()).toEqual([0, BUILT]);
  });
  it('is built first where a source was removed, which makes its folder newer', () => {
    rmSync(inClone('shared/cli/help/pages.ts'));
    utimesSync(inClone('shared/cli/help'), 3, 3);
    expect(cli()).toEqual([0, BUILT]);
  });
  it('is built first where there is no bundle', () => {
    rmSync(inClone('bin'), { recursive: true });
    expect(cli()).toEqual([0, BUILT]);
  });
  it('does not run where it could not be built', () => {
    rmSync(inClone('bin'), { recursive: true });
    expect(cli('echo wrong >&2; exit 1')).toEqual([2, 'Building the command line …\nwrong\n']);
  });
});
