import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { armModule } from '../support/arm-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const kept = JSON.parse(read('infra/function-runtimes.json')) as {
  readonly read: string;
  readonly node: Readonly<Record<string, { readonly supportedUntil: string }>>;
};
const { runtime } = z
  .object({ runtime: z.object({ name: z.string(), version: z.string() }) })
  .parse(
    armModule('function-app').resources.find(({ type }) => type === 'Microsoft.Web/sites')?.properties?.[
      'functionAppConfig'
    ],
  );

describe('the runtime of the function app', () => {
  it('is one that Flex Consumption offers and supports, by the list that is kept', () => {
    expect(runtime.name).toBe('node');
    const { supportedUntil = '' } = kept.node[runtime.version] ?? {};
    expect(supportedUntil > kept.read).toBe(true);
  });
  it('runs what the package is made for', () => {
    const [, target = ''] = /target: 'node(\d+)'/.exec(read('infra/node-bundle.ts')) ?? [];
    expect(Number(target)).toBeLessThanOrEqual(Number(runtime.version));
    expect(Object.keys(kept.node)).toContain(target);
  });
  it('is the one that the tests run on', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(devDependencies.node.replace(/^\D*/, '').split('.')[0]).toBe(runtime.version);
  });
});
