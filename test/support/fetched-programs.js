/// <reference types="node" />
const { existsSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * `.ci/run` fetches programs that tests need while npm installs packages. It names a file which is there once they are, and which
 * states the programs that must be tested.
 */
module.exports = async () => {
  const file = process.env['FETCHED'];
  if (file === undefined) return;
  while (!existsSync(file)) await sleep(100);
  process.loadEnvFile(file);
};
