import { beforeAll, describe, expect, it } from '@jest/globals';
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

const folder = join(root, 'test/powershell');
const files = readdirSync(folder).filter((name) => name.endsWith('.Tests.ps1'));

/** It ends what hangs, under load as well. */
const MAX_RUN_MS = 600_000;

const MARK = 'RESULT ';
const results = z.array(
  z.object({
    file: z.string(),
    passed: z.number(),
    failed: z.array(z.string()),
  }),
);

/** All files in one PowerShell: it takes longer to start, and to compile Pester, than the tests of a file do. */
const SCRIPT = `
Import-Module '${pester}' -MinimumVersion 5.0 -ErrorAction Stop
$asked = New-PesterConfiguration
$asked.Run.Path = '${folder}'
$asked.Run.PassThru = $true
$asked.Output.Verbosity = 'None'
$result = Invoke-Pester -Configuration $asked
$results = foreach ($container in $result.Containers) {
    $failed = @($result.Failed | Where-Object { $_.ScriptBlock.File -eq $container.Item.FullName } | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" })
    if ($container.Result -ne 'Passed' -and -not $failed) { $failed = @("$($container.ErrorRecord)") }
    @{ file = $container.Item.Name; passed = $container.PassedCount; failed = $failed }
}
'${MARK}' + (ConvertTo-Json @($results) -Depth 4 -Compress)
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

(!isPowerShellMissing && hasPester ? describe : describe.skip)('Pester', () => {
  let written = '';
  beforeAll(async () => {
    written = await run(SCRIPT);
  }, MAX_RUN_MS);
  it.each(files)('passes %s', (file) => {
    const line = written.split('\n').find((text) => text.startsWith(MARK)) ?? '';
    const found = results.parse(JSON.parse(line.slice(MARK.length))).find((one) => one.file === file);
    expect(found?.failed).toEqual([]);
    expect(found?.passed).toBeGreaterThan(5);
  });
});
