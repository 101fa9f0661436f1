/// <reference types="node" />
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** @typedef {import('@jest/test-result').Test} Test */

/**
 * The files that take longest, of which none may be left alone at the end, and then the folders by what their files take. jest itself goes
 * by the times that it has measured before, which a fresh clone has not.
 */
const ORDER = [
  'infra/azd-order',
  'integration/written-commands',
  'integration/large-originals',
  'integration/outages',
  'integration/poison',
  'integration/approval',
  'integration/crash',
  'integration/',
  'infra/',
  'contracts/',
];

/** @param {Test} test */
function placeOf({ path: file, context }) {
  const name = path.relative(path.join(context.config.rootDir, 'test'), file).replaceAll(path.sep, '/');
  const place = ORDER.findIndex((start) => name.startsWith(start));
  return place === -1 ? ORDER.length : place;
}

module.exports = class LongFilesFirst extends Sequencer {
  /** @param {Test[]} tests */
  sort(tests) {
    return [...tests].sort((one, other) => placeOf(one) - placeOf(other) || (one.path < other.path ? -1 : 1));
  }
};
