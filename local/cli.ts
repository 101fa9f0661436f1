import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cliEnvironment } from './cli-environment';
import { missingStack } from './missing-stack';
import { readStackEnvironment, stackFolder } from './stack-folder';

// Run by `npm run cli` and similar scripts: the command line, with the settings of the local stack if it is running. It is
// a process of its own, since Node reads the trusted certificate authorities only from its initial environment.

const main = join(__dirname, '../../dist/shared/cli/main.js');
const args = process.argv.slice(2);
const env = cliEnvironment(process.env, readStackEnvironment(stackFolder));
const { status } = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
const missing = missingStack(args, process.exitCode, env);
if (missing !== undefined) process.stderr.write(`${missing}\n`);
