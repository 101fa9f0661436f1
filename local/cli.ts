import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cliEnvironment } from './cli-environment';
import { readStackEnvironment } from './stack-folder';

// Bundled into `.local/cli`, and loaded by `cli.mjs`: the command line, with the settings of the local stack if it is running. It
// is a process of its own, since Node reads the trusted certificate authorities only from its initial environment.

const projectFolder = join(__dirname, '../..');
const args = process.argv.slice(2);
const env = cliEnvironment(process.env, readStackEnvironment(join(projectFolder, '.local')));
const main = join(projectFolder, 'bin/session-revoker.js');
const { status } = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
