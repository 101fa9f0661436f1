import type { Command } from 'commander';
import { checkFormats } from './check-formats';
import type { ExitCode } from './exit-code';
import type { ReadFile } from './message-files';
import { messageFiles } from './message-files';
import { outputOf } from './output/output';
import type { Terminal } from './terminal';

/** What the command `formats` needs. */
export interface FormatsEnvironment {
  readonly terminal: Terminal;
  readonly readFile: ReadFile;
}

/** Adds the command `formats`, for people who write formats of alerts. */
export function addFormats(
  root: Command,
  { terminal, readFile }: FormatsEnvironment,
  ended: { code: ExitCode },
): void {
  root
    .command('formats')
    .description('check formats of alerts; needs no network')
    .command('check')
    .description('validate a file of formats, and show how alerts are read with it')
    .argument('<file>', 'a file of formats, as ALERT_FORMATS takes it')
    .option('--alert <file...>', 'files with one alert each; may be repeated')
    .action(async (file: string, { alert = [] }: { alert?: string[] }, command: Command) => {
      const formats = { file, body: await readFile(file) };
      const alerts = await messageFiles(alert, readFile);
      ended.code = await checkFormats(formats, alerts, outputOf(command, terminal));
    });
}
