import type { Alert } from '../core/request';
import { alertTime } from './alert-time';
import type { AlertPaths } from './format-schema';
import type { JsonNode } from './json-node';
import type { OneOrMore } from './one-or-more';
import { listOf } from './one-or-more';

/** The facts of an alert other than its accounts. Text that is too long is cut: it is reported, not acted on. */
export function alertOf(message: JsonNode, paths: AlertPaths): Alert {
  const text = (candidates: OneOrMore | undefined, maxLength: number): string | undefined =>
    reportable(message.text(...listOf(candidates)), maxLength);
  const id = text(paths.id, 512);
  const title = text(paths.title, 1000);
  const level = severity(text(paths.severity, 64));
  const url = text(paths.url, 2048);
  const createdAt = alertTime(message.text(...listOf(paths.createdAt)));
  return {
    provider: text(paths.product, 128) ?? paths.provider,
    ...(id !== undefined && { id }),
    ...(title !== undefined && { title }),
    ...(level !== undefined && { severity: level }),
    ...(url !== undefined && { url }),
    ...(createdAt !== undefined && { createdAt }),
  };
}

function reportable(text: string | undefined, maxLength: number): string | undefined {
  return text
    ?.toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, maxLength);
}

/** Azure Monitor's levels ("Manage your alert instances"). */
const LEVELS: Readonly<Record<string, string>> = {
  sev0: 'critical',
  sev1: 'high',
  sev2: 'medium',
  sev3: 'low',
  sev4: 'informational',
};

function severity(written: string | undefined): string | undefined {
  return written === undefined ? undefined : (LEVELS[written.toLowerCase()] ?? written);
}
