import * as z from 'zod';
import type { ArchiveConfig } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { ONCE, problemsOfVariables, valid } from './read';
import { isRoot } from './read-storage';

const archiveVariables = z
  .object({
    LOGS_INGESTION_ENDPOINT: z
      .string()
      .refine(isRoot, 'is not an https URL of a host (https://NAME.REGION.ingest.monitor.SUFFIX)')
      .optional(),
    LOGS_INGESTION_RULE: z
      .string()
      .regex(/^dcr-[0-9a-f]{32}$/, 'is not the immutable id of a data collection rule (dcr-…)')
      .optional(),
  })
  .superRefine((read, context) => {
    const names = ['LOGS_INGESTION_ENDPOINT', 'LOGS_INGESTION_RULE'] as const;
    const [missing, ...others] = names.filter((name) => read[name] === undefined);
    if (missing === undefined || others.length > 0) return;
    const set = names.find((name) => name !== missing);
    const message = `is required with ${String(set)}: set both, or neither`;
    context.addIssue({ code: 'custom', path: [missing], message });
  });

/** Reads where outcomes are archived; undefined: nowhere. */
export function readArchive(settings: Environment): Read<ArchiveConfig | undefined> {
  const read = archiveVariables.safeParse(settings, ONCE);
  if (!read.success) return { kind: 'invalid', problems: problemsOfVariables(read.error) };
  const { LOGS_INGESTION_ENDPOINT: endpoint, LOGS_INGESTION_RULE: ruleId } = read.data;
  if (endpoint === undefined || ruleId === undefined) return valid(undefined);
  return valid({ endpoint: new URL(endpoint).origin, ruleId, audience: audienceOf(endpoint) });
}

/** Azure Monitor has an audience for each cloud, and its hosts the same suffix. */
function audienceOf(endpoint: string): string {
  const [, suffix = 'com'] = /\.ingest\.monitor\.azure\.(com|us|cn)$/.exec(new URL(endpoint).hostname) ?? [];
  return `https://monitor.azure.${suffix}`;
}
