import * as z from 'zod';
import { readAppFile } from './read-app-file';

const description = z.object({ version: z.string() });

/** The version of the app, by the package in its folder; `unknown` where that does not say it. */
export function appVersion(folder: string): string {
  const read = readAppFile(folder, 'package.json');
  if (read.kind === 'invalid') return 'unknown';
  return description.safeParse(JSON.parse(read.value)).data?.version ?? 'unknown';
}
