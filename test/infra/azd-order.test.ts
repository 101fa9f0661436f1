import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { azdPackage, freshClone, onlyService, zippedByAzd } from '../support/azd';

const { service } = onlyService();
let clone: string;
let files: readonly string[];
beforeAll(() => {
  clone = freshClone();
  files = azdPackage(clone);
  // The whole build.
}, 900_000);
afterAll(() => rmSync(clone, { recursive: true }));

describe('azd package, in a fresh clone', () => {
  it('finds the package that the tests run, whole', () => {
    const zip = unzipSync(readFileSync(join(clone, 'package/session-revoker.zip')));
    expect([...files].sort()).toEqual(Object.keys(zip).sort());
    for (const [name, content] of Object.entries(zip)) {
      expect(readFileSync(join(clone, service.dist, name)).equals(content)).toBe(true);
    }
    expect(files).toEqual(expect.arrayContaining(['host.json', 'main.js', 'package.json', 'LICENSE']));
  });
  it('puts all of it into the zip, and asks for no build in Azure', () => {
    expect(zippedByAzd(files)).toEqual(files);
    // Unless it is false, Azure builds a package of Node again; azd stops where a .funcignore contradicts it.
    expect(service.remoteBuild).toBe(false);
    expect(existsSync(join(clone, '.funcignore'))).toBe(false);
  });
  it('has what its hooks run', () =>
    expect(existsSync(join(clone, 'build/infra/graph-consent/hint.js'))).toBe(true));
});
