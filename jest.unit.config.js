/**
 * Runs all unit tests in a few suites. A file that runs alone loads jest, zod and the app for itself, which takes longer
 * than its tests do; `jest` and `npm test` run each file alone.
 *
 * @type {import('jest').Config}
 */
module.exports = { ...require('./jest.config'), testMatch: ['**/suites/*.suite.ts'], maxWorkers: '100%' };
