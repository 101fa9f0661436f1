import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface PackageJson {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly main: string;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Reporter {
  onTestResult(test: object, result: object): void;
  onRunComplete(): void;
}

const FailedProperties = createRequire(__filename)('./support/failed-properties.js') as new (config: {
  readonly rootDir: string;
}) => Reporter;
const packageJson = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as PackageJson;

describe('scripts run on the runtime that is deployed', () => {
  it('which is Node 24', () => expect(process.versions.node.split('.')[0]).toBe('24'));
  it('and is pinned as a development dependency', () =>
    expect(packageJson.devDependencies['node']).toMatch(/^\^24\./));
  it('from the project itself, not from the machine', () =>
    expect(process.execPath.startsWith(join(__dirname, '../node_modules'))).toBe(true));
});

describe('a property that fails', () => {
  it('is kept with what repeats it, and printed', async () => {
    const rootDir = mkdtempSync(join(tmpdir(), 'properties-'));
    const property = fc.property(fc.nat(), (n) => n < 10);
    const message = await Promise.resolve()
      .then(() => fc.assert(property, { seed: 7 }))
      .catch(String);
    const testResults = [{ fullName: 'a sentence', failureMessages: [message] }];
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const reporter = new FailedProperties({ rootDir });
    reporter.onTestResult({}, { testFilePath: join(rootDir, 'a.test.ts'), testResults });
    reporter.onRunComplete();
    const kept = readFileSync(join(rootDir, 'reports/failed-properties.txt'), 'utf8');
    expect(kept).toMatch(/a\.test\.ts: a sentence\n\{ seed: 7, path: "[0-9:]+", endOnFailure: true \}/);
    expect(kept).toContain('Counterexample: [10]');
    expect(String(printed.mock.calls[0])).toContain('seed: 7');
    printed.mockRestore();
  });
});
