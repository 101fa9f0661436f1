import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  claimStack,
  readStackEnvironment,
  writeApiTokens,
  writeGraphToken,
  writeStackEnvironment,
} from '../../local/stack-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('the local stack of a folder', () => {
  it('is one: a second one is refused while the first lives, and leaves what the first has written', () => {
    expect(claimStack(folder, process.pid).kind).toBe('claimed');
    writeStackEnvironment(folder, { TENANT_ID: 'first' });
    expect(claimStack(folder, deadPid())).toEqual({
      kind: 'taken',
      pid: process.pid,
      file: join(folder, 'stack.pid'),
    });
    expect(readStackEnvironment(folder)).toEqual({ TENANT_ID: 'first' });
  });
  it('is replaced when its process has ended, and what it has left is removed', () => {
    expect(claimStack(folder, deadPid()).kind).toBe('claimed');
    writeStackEnvironment(folder, { TENANT_ID: 'first' });
    expect(claimStack(folder, process.pid).kind).toBe('claimed');
    expect(readStackEnvironment(folder)).toEqual({});
    expect(readFileSync(join(folder, 'stack.pid'), 'utf8')).toBe(String(process.pid));
  });
  it('is replaced when its claim cannot be read', () => {
    writeFileSync(join(folder, 'stack.pid'), 'x');
    expect(claimStack(folder, process.pid).kind).toBe('claimed');
  });
  it('leaves nothing when it ends, no token either', () => {
    const claim = claimStack(folder, process.pid);
    writeStackEnvironment(folder, { TENANT_ID: 'first' });
    writeApiTokens(folder, { 'lead@contoso.com': 'first', 'deputy@contoso.com': 'second' });
    writeGraphToken(folder, 'third');
    expect(readFileSync(join(folder, 'graph-token'), 'utf8')).toBe('third');
    const read = (name: string): string => readFileSync(join(folder, `api-token${name}`), 'utf8');
    expect(['', '-lead', '-deputy'].map(read)).toEqual(['first', 'first', 'second']);
    if (claim.kind === 'claimed') claim.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the settings of the stack', () => {
  it('are read as they were written, whatever JSON they are', () => {
    const texts = fc.string({
      unit: fc.constantFrom("'", '"', '`', '\\', '$', '#', ' ', 'a', '\n', 'é', '='),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), texts), fc.boolean(), (policy, isPretty) => {
        const text = JSON.stringify(policy, null, isPretty ? 2 : undefined);
        writeStackEnvironment(folder, { REVOCATION_POLICY: text, TENANT_ID: 'x' });
        const { REVOCATION_POLICY: read = '', TENANT_ID: next } = readStackEnvironment(folder);
        expect(JSON.parse(read)).toEqual(policy);
        expect(next).toBe('x');
      }),
    );
  });
});
