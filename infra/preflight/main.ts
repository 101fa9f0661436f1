import { appFolder } from '../../shared/config/app-folder';
import { runCommand } from './commands';
import { runPreflight } from './preflight';

process.exitCode = runPreflight(process.argv[2], {
  folder: appFolder(process.cwd()),
  environment: process.env,
  run: runCommand,
  print: console.error,
});
