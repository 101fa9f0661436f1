import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface PackageJson {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly main: string;
}

const packageJson = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as PackageJson;

describe('scripts run on the runtime that is deployed', () => {
  it('which is Node 24', () => expect(process.versions.node.split('.')[0]).toBe('24'));
  it('and is pinned as a development dependency', () =>
    expect(packageJson.devDependencies['node']).toMatch(/^\^24\./));
  it('from the project itself, not from the machine', () =>
    expect(process.execPath.startsWith(join(__dirname, '../node_modules'))).toBe(true));
});
