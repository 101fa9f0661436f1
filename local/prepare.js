/// <reference types="node" />
'use strict';

const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');

// Run before `npm start`, when nothing is compiled yet: makes the package as `npm run package` does, and prints each step with the seconds
// that have passed.

/** @type {(text: string) => { readonly scripts: { readonly compile: string; readonly package: string } }} */
const manifestIn = JSON.parse;
const { scripts } = manifestIn(readFileSync('package.json', 'utf8'));
const steps = [...scripts.compile.split(' && '), ...scripts.package.split(' && ').slice(-1)];
/** @type {Readonly<Record<string, string | undefined>>} */
const NAMES = {
  'npm run clean': 'removes what was built before',
  'tsc -p .': 'compiles the app',
  'tsc -p infra': 'compiles the scripts of the deployment',
  'tsc -p test': 'compiles the local stack and the tests',
  'npm run schema': 'writes the schemas',
  'node build/infra/package.js': 'makes the package that runs here and in Azure',
};

const started = Date.now();
for (const step of steps) {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(3);
  process.stdout.write(`${seconds} s  ${NAMES[step] ?? step}\n`);
  const { status } = spawnSync(step, { shell: true, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    process.stderr.write(`${step}: failed. npm run package shows all of its output.\n`);
    process.exit(1);
  }
}
