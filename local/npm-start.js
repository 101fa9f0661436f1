/// <reference types="node" />
'use strict';

const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

// `npm start`, when nothing is compiled yet: reads the options, makes the package as `npm run package` does, and prints each step with the
// seconds that have passed; then starts what was compiled, in this process, so that the seconds go on.

const HELP = `Usage: npm start -- [options]

Builds the app, starts it on the local stack, sends the samples, and serves
until Ctrl-C.

  --once   ends after the samples, with 0 if each had the expected outcome
  --help   prints this

Settings of the app in the environment are passed on to it:
REVOCATION_MODE=whatIf npm start (docs/cli.md).
`;

/** @type {(text: string) => { readonly scripts: { readonly compile: string; readonly package: string } }} */
const manifestIn = JSON.parse;
const CLEAN = 'npm run clean';
/** @type {Readonly<Record<string, string | undefined>>} */
const NAMES = {
  [CLEAN]: 'removes what was built before',
  'tsc -p .': 'compiles the app',
  'tsc -p infra': 'compiles the scripts of the deployment',
  'tsc -p test': 'compiles the local stack and the tests',
  'npm run schema': 'writes the schemas',
  'node build/infra/package.js': 'makes the package that runs here and in Azure',
};

/** The exit code of `npm start` where the arguments end it at once. */
function endsAt(/** @type {readonly string[]} */ args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (!values.help) return undefined;
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    // It names the option, or the word that is none.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return 2;
  }
}

/** Makes the package. Returns whether it is made. */
function prepare() {
  const { scripts } = manifestIn(readFileSync('package.json', 'utf8'));
  const steps = [...scripts.compile.split(' && '), ...scripts.package.split(' && ').slice(-1)];
  return steps.every((step) => {
    const seconds = String(Math.round(performance.now() / 1000)).padStart(3);
    process.stdout.write(`${seconds} s  ${NAMES[step] ?? step}\n`);
    const { status } = spawnSync(step, { shell: true, stdio: ['ignore', 'ignore', 'inherit'] });
    // The first step says itself why nothing may be removed.
    if (status !== 0 && step !== CLEAN)
      process.stderr.write(`${step}: failed. npm run package shows all of its output.\n`);
    return status === 0;
  });
}

const code = endsAt(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
else if (prepare()) require(path.join(__dirname, '../build/local/start.js'));
else process.exitCode = 1;
