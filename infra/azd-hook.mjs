import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// Run by azd (azure.yaml), by sh and pwsh alike, with any Node: `install` installs the dependencies if they are missing;
// `preprovision` also checks the settings, the rights and the region, and compares the live app settings.
// `azd up` packages and provisions at the same time, so the dependencies are installed before both.

const npm = (...args) => {
  const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

const [, , hook] = process.argv;
if (hook !== 'install' && hook !== 'preprovision') {
  console.error(`unknown hook: ${hook}. Use install or preprovision.`);
  process.exit(2);
}
if (!existsSync('node_modules/esbuild')) npm('ci', '--no-audit', '--no-fund');
if (hook === 'preprovision') npm('run', '--silent', 'provision:check');
