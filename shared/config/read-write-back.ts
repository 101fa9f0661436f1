import * as z from 'zod';
import { compact } from '../core/compact';
import type { WriteBackConfig } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { problemsOfVariables, valid } from './read';
import { readConsoleUrl } from './read-notify';

const variables = z.object({
  WRITE_BACK: z.enum(['true', 'false'], 'must be true or false').default('false'),
});

/** Reads whether incidents learn outcomes; undefined: they do not, whatever the policy says. */
export function readWriteBack(settings: Environment): Read<WriteBackConfig | undefined> {
  const read = variables.safeParse(settings);
  if (!read.success) return { kind: 'invalid', problems: problemsOfVariables(read.error) };
  if (read.data.WRITE_BACK === 'false') return valid(undefined);
  // A wrong address is a problem of the notifications, which is reported once.
  const consoleUrl = readConsoleUrl(settings['CONSOLE_URL']);
  return valid(compact({ consoleUrl: consoleUrl.kind === 'valid' ? consoleUrl.value : undefined }));
}
