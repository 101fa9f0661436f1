import { describe } from '@jest/globals';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of tests that start nothing, listen to nothing and package nothing. */
const FOLDERS =
  'core,messages,alerts,webhook,api,app,config,cli,docs,adapters,functions,console,health,local';
const SUITES = 4;
const root = join(__dirname, '..');

/** The files of all unit tests, below `test`. */
export const unitTests: readonly string[] = globSync(['architecture.test.ts', `{${FOLDERS}}/**/*.test.ts`], {
  cwd: root,
}).sort();

/** Describes the tests of every fourth file, each under the name of its file. A suite loads once what its files import. */
export function describeUnitTests(suite: number): void {
  for (const file of unitTests.filter((_, n) => n % SUITES === suite - 1)) {
    describe(file, () => void require(join(root, file)));
  }
}
