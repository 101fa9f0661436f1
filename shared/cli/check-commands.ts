import type { Command } from 'commander';
import { doctor } from './doctor';
import type { ExitCode } from './exit-code';
import type { ReadFile } from './message-files';
import { messageFiles } from './message-files';
import { BY_SENDER, guid } from './option-values';
import { outputOf } from './output/output';
import type { Reaching } from './reach';
import { reaching } from './reach';
import { checkTenants } from './tenants';
import type { ServiceEnvironment } from './service-environment';
import type { PreviewOptions } from './what-if';
import { whatIf } from './what-if';

/** What the commands need that look at what is there and change nothing. */
export interface CheckEnvironment extends Omit<ServiceEnvironment, 'service'>, Reaching {
  readonly readFile: ReadFile;
}

/** Adds the command `what-if`. */
export function addWhatIf(root: Command, environment: CheckEnvironment, ended: { code: ExitCode }): void {
  root
    .command('what-if')
    .description('show what would happen to which users and why, against the real tenant; changes nothing')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--as-new', 'as if each alert had just been raised')
    .option(...BY_SENDER)
    .action(async (files: string[], options: PreviewOptions, command: Command) => {
      const messages = await messageFiles(files, environment.readFile);
      const output = outputOf(command, environment.terminal);
      ended.code = await whatIf(messages, { ...options, output }, reaching(environment, command));
    });
}

/** Adds the command `doctor`. */
export function addDoctor(root: Command, environment: CheckEnvironment, ended: { code: ExitCode }): void {
  root
    .command('doctor')
    .description('check your role and what the app reports of itself; changes nothing')
    .option('--tenant <id>', 'check this connected tenant instead', guid)
    .action(async ({ tenant }: { tenant?: string }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      const app = reaching(environment, command);
      ended.code = await (tenant === undefined ? doctor(output, app) : checkTenants(tenant, output, app));
    });
}
