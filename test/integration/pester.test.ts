import { describe, expect, it } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { isPowerShellMissing, powerShell } from '../support/powershell';

const root = join(__dirname, '../..');
/** Where `.ci/run` keeps Pester; elsewhere it is a module as any other. */
const kept = join(root, '.local/pester/pester/5.7.1/tools/Pester.psd1');
const pester = existsSync(kept) ? kept : 'Pester';
const isRequired = process.env['POWERSHELL'] === 'required';

const MARK = 'RESULT ';
const summary = z.object({
  passed: z.number(),
  failed: z.array(z.string()),
});

const script = (file: string): string => `
Import-Module '${pester}' -MinimumVersion 5.0 -ErrorAction Stop
$asked = New-PesterConfiguration
$asked.Run.Path = '${file}'
$asked.Run.PassThru = $true
$asked.Output.Verbosity = 'None'
$result = Invoke-Pester -Configuration $asked
$failed = @($result.Failed | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" }) + @($result.FailedContainers | ForEach-Object { "$($_.Item): $($_.ErrorRecord)" })
'${MARK}' + (ConvertTo-Json @{ passed = $result.PassedCount; failed = @($failed | Where-Object { $_ }) } -Compress)
`;

async function run(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    powerShell,
    ['-NoProfile', '-NonInteractive', '-Command', script],
    {
      env: { ...process.env, NO_COLOR: '1' },
      maxBuffer: 1 << 24,
    },
  );
  return stdout;
}

const hasPester = existsSync(kept) || isRequired || isListed();
if (!isPowerShellMissing && !hasPester)
  console.warn('Skipped: the tests of the PowerShell module need Pester 5.');

function isListed(): boolean {
  if (isPowerShellMissing) return false;
  const ask = 'if (-not (Get-Module -ListAvailable Pester | Where-Object Version -GE 5.0)) { exit 1 }';
  return spawnSync(powerShell, ['-NoProfile', '-NonInteractive', '-Command', ask]).status === 0;
}

const folder = join(root, 'test/powershell');
const files = readdirSync(folder).filter((name) => name.endsWith('.Tests.ps1'));

(!isPowerShellMissing && hasPester ? describe : describe.skip)('Pester', () => {
  it.each(files)('passes %s', async (file) => {
    const written = await run(script(join(folder, file)));
    const line = written.split('\n').find((text) => text.startsWith(MARK)) ?? '';
    const { passed, failed } = summary.parse(JSON.parse(line.slice(MARK.length)));
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(10);
  });
});
