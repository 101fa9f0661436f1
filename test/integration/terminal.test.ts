import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWidth } from '../../shared/cli/output/display-width';
import { bundledCli } from '../support/bundled-cli';
import { atTerminal, hasPty } from '../support/pty';
import { runProgram } from '../support/run-program';

if (!hasPty) console.warn('Skipped: what a terminal shows needs python3 with the module pty.');

const file = join(mkdtempSync(join(tmpdir(), 'terminal-')), 'alert.json');
writeFileSync(file, JSON.stringify({ user: 'avery@contoso.com', reason: '漢'.repeat(120) }));
const TABLE = ['explain', file, '--query', '[].{result: result, reason: reason}'];
const [RED, ERASE] = ['\u001b[31m', '\r\u001b[K'];
const cli = [process.execPath, bundledCli];

const shownAt = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  typing: Parameters<typeof atTerminal>[2] = {},
) => atTerminal([...cli, ...args], { TERM: 'xterm', ...environment }, typing);

const widest = (text: string): number => Math.max(...text.split(/\r?\n/).map(displayWidth));

(hasPty ? describe : describe.skip)('a terminal', () => {
  it.each([
    [{}, 60, 60],
    [{}, 0, 80],
    [{ COLUMNS: '40' }, 60, 40],
  ] as const)('with %j and %i columns has a table of %i', async (environment, columns, width) => {
    const { out } = await shownAt(TABLE, environment, { columns });
    expect(out).toMatch(/…\r\n$/);
    expect([width, width - 1]).toContain(widest(out));
    expect(out).not.toContain('\u001b');
  });
  it.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('with %j shows in colour what has failed: %s', async (environment, isRed) => {
    const { code, out } = await shownAt(['doctor', '--direct'], environment);
    expect(out.includes(`${RED}FAILED`)).toBe(isRed);
    expect(out).toContain('FAILED');
    expect(code).toBe(1);
  });
  it('says after a second what it waits for, and erases it', async () => {
    const typing = { after: 'Reading the messages … 1 s', typed: '{"user":"avery@contoso.com"}\n\u0004' };
    const { code, out } = await shownAt(['explain', '-', '-o', 'json'], {}, typing);
    const [, afterwards = ''] = /… \d s(?!.*… \d s)([^]*)$/.exec(out) ?? [];
    expect(afterwards).toContain(ERASE);
    expect(afterwards.slice(afterwards.indexOf(ERASE))).toMatch(/"result": "request"/);
    expect(code).toBe(0);
  });
  it('asks, and takes a no', async () => {
    const typing = { after: '[y/N]', typed: 'n\n' };
    const { code, out } = await shownAt(['revoke', '--user', 'avery@contoso.com'], {}, typing);
    expect(out).toMatch(/from every device\? \[y\/N\] .*n\r+\n.*Nothing was sent\.\r\n$/s);
    expect(code).toBe(1);
  });
});

describe('a pipe', () => {
  const piped = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runProgram([...cli.slice(1), ...args], environment);
  it('has lines of any length, whatever COLUMNS says', async () => {
    const { out } = await piped(TABLE, { COLUMNS: '40' });
    expect(widest(out)).toBeGreaterThan(200);
    expect(out).not.toContain('…');
  });
  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
  ])('with %j shows in colour what has failed: %s', async (environment, isRed) =>
    expect((await piped(['doctor', '--direct'], environment)).out.includes(`${RED}FAILED`)).toBe(isRed),
  );
});
