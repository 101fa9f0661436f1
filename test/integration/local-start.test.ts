import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const start = join(__dirname, '../../build/local/start.js');

interface Started {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
  /** Whether a process that it started lives on. */
  readonly leavesProcesses: boolean;
}

/** Runs `npm start` in a group of processes of its own, until it ends. */
async function started(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  onOutput: (child: ReturnType<typeof spawn>) => void = () => undefined,
): Promise<Started> {
  const child = spawn(process.execPath, [start, ...args], {
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
  });
  const written = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
    onOutput(child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.error += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written, leavesProcesses: isGroupAlive(child.pid ?? 0) };
}

function isGroupAlive(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

describe('npm start', () => {
  it('says what is wrong with a setting, ends with 1, and leaves no process', async () => {
    const { code, error, out, leavesProcesses } = await started(['--once'], {
      REVOCATION_POLICY: '{"brake":{"users":-1}}',
    });
    expect(error).toContain('REVOCATION_POLICY.brake.users: must not be negative');
    expect(out).toMatch(/^(?: +\d+ s {2}starts .+\n)+$/);
    expect([code, leavesProcesses]).toEqual([1, false]);
  });
  it('takes the settings of the app from the environment, says so, and judges no outcome by its own', async () => {
    const { code, error, out, leavesProcesses } = await started(['--once'], {
      REVOCATION_POLICY: '{"mode":"whatIf","protected":{"users":["avery@contoso.com"]}}',
    });
    expect(error).toBe('');
    expect(out).toContain('Settings taken from the environment: REVOCATION_POLICY.\n');
    expect(out).toMatch(/^-- {2}01 {2}whatIf: protected +signedOut +avery@contoso\.com/m);
    expect(out).toMatch(/20 of 20 outcomes, \d+ other than with the default settings/);
    expect(out).not.toMatch(/^NO|not as expected/m);
    expect([code, leavesProcesses]).toEqual([0, false]);
  });
  it('ends quietly, and leaves no process, when nobody reads its output any more', async () => {
    const { error, leavesProcesses } = await started(['--once'], {}, (child) => child.stdout?.destroy());
    expect([error, leavesProcesses]).toEqual(['', false]);
  });
  it('leaves no process when it is asked to end in the middle', async () => {
    const { error, leavesProcesses } = await started(['--once'], {}, (child) => child.kill('SIGTERM'));
    expect([error, leavesProcesses]).toEqual(['', false]);
  });
});
