import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

const MEBIBYTE = 1024 * 1024;
const root = join(__dirname, '../..');
const zip = readFileSync(join(root, 'package/session-revoker.zip'));
const files = unzipSync(zip);
const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());

describe('the package', () => {
  it('has less than 2.25 MB of code for a cold start to read, and less than 3 MB of what it compiles to', () => {
    expect(files['main.js']?.length).toBeLessThan(2.25 * MEBIBYTE);
    expect(files['main.code']?.length).toBeLessThan(3 * MEBIBYTE);
  });
  // Azure fetches and unpacks all of it at a cold start; what is loaded later is not read then.
  it('is less than 3.5 MB', () => expect(zip.length).toBeLessThan(3.5 * MEBIBYTE));
  it('contains the app, its lazy parts, the settings of the host and the licences, and nothing else', () =>
    expect(Object.keys(files).sort()).toEqual([
      'LICENSE',
      'THIRD-PARTY-LICENSES.txt',
      'application-insights-sink.js',
      'blob-stores.js',
      'client-assertion.js',
      'console/console.css',
      'console/console.js',
      'console/index.html',
      'host.json',
      'logs-ingestion-archive.js',
      'main.code',
      'main.js',
      'package.json',
      'sdk-identity.js',
      'start.js',
    ]));
  it('names its entry point, and no dependency that would have to be installed', () => {
    const manifest = JSON.parse(text('package.json')) as Readonly<Record<string, unknown>>;
    expect(Object.keys(manifest)).toEqual(['name', 'version', 'private', 'license', 'main']);
    expect(manifest['main']).toBe('start.js');
    expect(text('host.json')).toBe(readFileSync(join(root, 'host.json'), 'utf8'));
  });
  // Only whether a pattern matches: a failure must not print megabytes of code.
  const contains = (pattern: RegExp | string, file = 'main.js'): boolean =>
    new RegExp(pattern).test(text(file));
  it('leaves out the module that the worker supplies', () =>
    expect(contains(/require\("@azure\/functions-core"\)/)).toBe(true));
  it('loads the SDK of Application Insights when it is needed, and not before', () => {
    expect(contains(/require\("\.\/application-insights-sink\.js"\)/)).toBe(true);
    expect(contains(/node_modules\/applicationinsights|TelemetryClient/)).toBe(false);
    expect(contains(/TelemetryClient/, 'application-insights-sink.js')).toBe(true);
  });
  it('loads the SDK of blob storage when it is needed, and not before', () => {
    expect(contains(/require\("\.\/blob-stores\.js"\)/)).toBe(true);
    expect(contains(/StorageSharedKeyCredential/)).toBe(false);
    expect(contains(/StorageSharedKeyCredential/, 'blob-stores.js')).toBe(true);
  });
  it('loads the SDK of identities where tokens do not come from the platform, and not before', () => {
    expect(contains(/require\("\.\/client-assertion\.js"\)/)).toBe(true);
    expect(contains(/require\("\.\/sdk-identity\.js"\)/)).toBe(true);
    expect(contains(/ClientAssertionCredential|ManagedIdentityApplication/)).toBe(false);
  });
  it('loads the SDK of Azure Monitor when it is needed, and not before', () => {
    expect(contains(/require\("\.\/logs-ingestion-archive\.js"\)/)).toBe(true);
    expect(contains(/dataCollectionRules/)).toBe(false);
    expect(contains(/dataCollectionRules/, 'logs-ingestion-archive.js')).toBe(true);
  });
  it.each([
    'main.js',
    'main.code',
    'start.js',
    'application-insights-sink.js',
    'blob-stores.js',
    'logs-ingestion-archive.js',
    'console/console.js',
  ])('contains no source map, no tests, and no path of the machine that built it: %s', (file) => {
    expect(text(file).trimEnd().split('\n').at(-1)?.slice(0, 40)).not.toContain('sourceMappingURL');
    const signs = [/contoso/i, /fast-check/, /@jest/, /given-when-then/, new RegExp(root)];
    expect(signs.filter((sign) => contains(sign, file))).toEqual([]);
  });
  it('contains the licences of the packages in it', () => {
    const licences = text('THIRD-PARTY-LICENSES.txt');
    for (const name of ['@azure/service-bus', '@azure/identity', 'jose', 'zod', 'rhea']) {
      expect(licences).toMatch(new RegExp(`^${name.replaceAll('/', '\\/')} \\d`, 'm'));
    }
    expect(licences).not.toMatch(/GNU (?:AFFERO |LESSER )?GENERAL PUBLIC/i);
  });
});
