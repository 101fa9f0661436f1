import type { Command } from 'commander';
import type { CheckReport } from '../ports/health-check';
import { doctor } from './doctor';
import type { ExitCode } from './exit-code';
import type { ReadFile } from './message-files';
import { messageFiles } from './message-files';
import { RECEIVED_BY, guid } from './option-values';
import { outputOf } from './output/output';
import type { TenantEnvironment } from './tenant-desk';
import { checkTenants } from './tenants';
import type { PreviewOptions, WhatIfEnvironment } from './what-if';
import { whatIf } from './what-if';

/** What the commands need that look at what is there and change nothing. */
export interface CheckEnvironment extends WhatIfEnvironment, TenantEnvironment {
  readonly readFile: ReadFile;
  /** Runs all health checks. */
  readonly checkUp: () => Promise<readonly CheckReport[]>;
}

/** Adds the command `what-if`. */
export function addWhatIf(root: Command, environment: CheckEnvironment, ended: { code: ExitCode }): void {
  root
    .command('what-if')
    .description('show what would happen to which users and why, against the real tenant; changes nothing')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--as-new', 'as if each alert had just been raised')
    .option(...RECEIVED_BY)
    .action(async (files: string[], options: PreviewOptions, command: Command) => {
      const messages = await messageFiles(files, environment.readFile);
      const output = outputOf(command, environment.terminal);
      ended.code = await whatIf(messages, { ...options, output }, environment);
    });
}

/** Adds the command `doctor`. */
export function addDoctor(root: Command, environment: CheckEnvironment, ended: { code: ExitCode }): void {
  root
    .command('doctor')
    .description('check settings, permissions, queues, ledger and clock; changes nothing')
    .option('--tenant <id>', 'check this connected tenant instead', guid)
    .action(async ({ tenant }: { tenant?: string }, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await (tenant === undefined
        ? doctor(output, environment)
        : checkTenants(tenant, output, environment));
    });
}
