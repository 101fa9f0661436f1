const { availableParallelism } = require('node:os');

const typescript = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // jose is published as ECMAScript modules alone, which jest does not load as Node does.
  transform: { '^.+\\.ts$': typescript, '/node_modules/jose/.+\\.js$': typescript },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  // Messages of zod in other languages than English take longer to load than most test files to run.
  moduleNameMapper: {
    '^\\.\\./locales/index\\.cjs$': '<rootDir>/test/support/no-locales.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // In jest's sandbox, every look at a global asks a proxy. These, which the code looks at most, each file is handed as arguments.
  // `Set` is not among them: asn1js declares a class of that name.
  sandboxInjectedGlobals: ['Array', 'Error', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'String'],
  // Tests import what they use of jest, so that jest need not make an object for each file that is loaded.
  injectGlobals: false,
  // It ends what hangs, and measures nothing: under load a test of the whole app takes many times its usual seconds.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/fetched-programs.js',
  testSequencer: '<rootDir>/test/support/long-files-first.js',
  reporters: ['default', '<rootDir>/test/support/failed-properties.js'],
  // Many tests of the whole app wait more than they compute. jest takes no percentage above 100.
  maxWorkers: availableParallelism() * 2,
};
