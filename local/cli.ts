import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

// What `npm run cli` and its like run: the command line with the settings of the local stack, if that is up. In a
// process of its own, since Node reads which authorities it is to trust only from the environment it starts with.

const projectFolder = join(__dirname, '../../..');
const settings = join(projectFolder, '.local/stack.env');
const ofStack = existsSync(settings) ? parseEnv(readFileSync(settings, 'utf8')) : {};
const main = join(projectFolder, 'dist/shared/cli/main.js');
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...ofStack },
});
process.exitCode = status ?? 1;
