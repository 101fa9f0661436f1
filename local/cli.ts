import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { cliEnvironment } from './cli-environment';
import { missingStack } from './missing-stack';

// Run by `npm run cli` and similar scripts: the command line, with the settings of the local stack if it is running. It is
// a process of its own, since Node reads the trusted certificate authorities only from its initial environment.

const projectFolder = join(__dirname, '../..');
const settings = join(projectFolder, '.local/stack.env');
const stackEnvironment = existsSync(settings) ? parseEnv(readFileSync(settings, 'utf8')) : {};
const main = join(projectFolder, 'dist/shared/cli/main.js');
const args = process.argv.slice(2);
const env = cliEnvironment(process.env, stackEnvironment);
const { status } = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
const missing = missingStack(args, process.exitCode, env);
if (missing !== undefined) process.stderr.write(`${missing}\n`);
