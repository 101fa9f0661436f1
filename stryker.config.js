/// <reference types="node" />

const all = (room) => [`shared/${room}/**/*.ts`];
const core = (...names) => names.map((name) => `shared/core/${name}.ts`);
/** What the tests of the app look at as well. */
const inApp = ['ids', 'one-user', 'request-age', 'request', 'deciding-rule', 'policy'];
const alerts = (...names) => names.map((name) => `shared/alerts/${name}.ts`);
const alertTests = (...names) => names.map((name) => `alerts/${name}`);

/**
 * The pure rooms in parts, each with the tests that look at it. A part takes minutes on two cores, and a mutant is run
 * with few tests: `PART=core npm run mutation`.
 */
const named = new Map([
  ['core', { files: [...all('core'), ...core(...inApp).map((file) => `!${file}`)], tests: ['core/**/*'] }],
  ['identities', { files: core(...inApp), tests: ['core/*', 'app/*', 'config/read-policy'] }],
  [
    'messages',
    {
      files: all('messages'),
      tests: [
        'messages/*',
        'app/security-*',
        'app/redelivery',
        ...alertTests('names-*', 'native-*', 'alert-event', 'wire-forms'),
      ],
    },
  ],
  ['webhook', { files: all('webhook'), tests: ['webhook/*', 'functions/*'] }],
  [
    'nodes',
    {
      files: alerts('json-node', 'json-path', 'flat-names', 'open-text', 'format-index', 'required-names'),
      tests: alertTests('json-node', 'format-index', 'flat-alerts', 'condition'),
    },
  ],
  [
    'conditions',
    {
      files: alerts('condition', 'meanings', 'words', 'mail-titles', 'mail-roles'),
      tests: alertTests('condition', 'quiet-*', 'acting-*', 'mail-*', 'added-formats'),
    },
  ],
  [
    'accounts',
    {
      files: alerts(
        'account',
        'distinct-users',
        'separate-accounts',
        'find-accounts',
        'host-names',
        'alert-tenant',
      ),
      tests: alertTests('account', 'names-*', 'alert-tenant', 'alert-formats', 'mail-*'),
    },
  ],
  [
    'bodies',
    {
      files: alerts(
        'json-document',
        'json-strings',
        'parse-json',
        'repeated-keys',
        'data-contract',
        'base64',
        'plain-body',
        'native-request',
        'approval-message',
        'read-message',
      ),
      tests: alertTests(
        'native-*',
        'own-*',
        'read-message',
        'repeated-keys',
        'wire-forms',
        'names-*',
        'envelopes',
      ),
    },
  ],
  [
    'envelopes',
    {
      files: [...all('alerts/envelopes'), ...alerts('cef', 'leef', 'event-text', 'event-fields')],
      tests: alertTests('envelopes', 'event-envelopes', 'cef-*', 'own-*', 'wire-forms', 'sample-*'),
    },
  ],
]);

const elsewhere = [...named.values()].flatMap(({ files }) =>
  files.filter((file) => !file.startsWith('!')).map((file) => `!${file}`),
);
const parts = new Map([
  ...named,
  [
    'formats',
    {
      files: [...all('alerts'), '!shared/alerts/formats/built-in-files.ts', ...elsewhere],
      tests: [
        'config/*',
        'cli/formats-check',
        ...alertTests('added-*', 'documented-*', 'alert-*', 'sample-*'),
      ],
    },
  ],
]);

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
  timeoutMS: 40_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation-${part}.json` },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: `.stryker-tmp/${part}`,
};
