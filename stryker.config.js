/// <reference types="node" />

const { parts } = require('./test/mutation-parts.js');

const part = process.env.PART ?? '';
const chosen = parts.get(part);
if (!chosen) throw new Error(`PART=${part} is not one of ${[...parts.keys()].join(', ')}. Set it.`);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  mutate: chosen.files,
  ignorePatterns: ['dist', 'build', 'coverage', 'docs/decisions', '.local'],
  disableTypeChecks: false,
  testRunner: 'jest',
  tsconfigFile: 'not-needed-by-swc.json',
  jest: {
    configFile: 'jest.config.js',
    enableFindRelatedTests: false,
    config: {
      testMatch: chosen.tests.map((name) => `<rootDir>/test/${name}.test.ts`),
      setupFiles: ['<rootDir>/test/support/short-properties.ts'],
    },
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `reports/mutation-incremental-${part}.json`,
  concurrency: 2,
  // On a busy machine a shorter time counts slow tests as mutants that were found.
  timeoutMS: 15_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation-${part}.json` },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: `.stryker-tmp/${part}`,
};
