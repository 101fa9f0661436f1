/**
 * The pure rooms, and the tests that are run on their mutants: those of the room, and of the rooms that use it. Each
 * takes minutes to an hour on two cores: `ROOM=core npm run mutation` mutates one room.
 */
const testsOf = new Map([
  ['core', ['core']],
  ['messages', ['messages', 'alerts', 'app']],
  ['alerts', ['alerts', 'config']],
  ['webhook', ['webhook', 'functions']],
]);

const room = process.env.ROOM;
const rooms = room === undefined ? [...testsOf.keys()] : [room];
const roots = new Set(rooms.flatMap((name) => testsOf.get(name) ?? []));
if (roots.size === 0) throw new Error(`ROOM=${room} is not one of ${[...testsOf.keys()].join(', ')}.`);
const report = room ?? 'all';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  mutate: [...rooms.map((name) => `shared/${name}/**/*.ts`), '!shared/alerts/formats/built-in-files.ts'],
  ignorePatterns: ['dist', 'build', 'coverage', 'docs/decisions', '.local'],
  disableTypeChecks: false,
  testRunner: 'jest',
  tsconfigFile: 'not-needed-by-swc.json',
  jest: {
    configFile: 'jest.config.js',
    enableFindRelatedTests: false,
    config: {
      roots: [...roots].map((name) => `<rootDir>/test/${name}`),
      setupFiles: ['<rootDir>/test/support/short-properties.ts'],
    },
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `reports/mutation-incremental-${report}.json`,
  concurrency: 2,
  // On a busy machine a shorter time counts slow tests as mutants that were found.
  timeoutMS: 40_000,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: `reports/mutation-${report}.json` },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: '.stryker-tmp',
};
