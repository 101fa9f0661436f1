import type { Alert } from '../core/request';
import { alertTime } from './alert-time';
import type { JsonNode } from './json-node';

/** What an outcome tells of an alert, and where it stands; of several paths the first that holds something. */
export interface AlertPaths {
  /** The product, if the alert does not say it itself. */
  readonly provider: string;
  readonly product?: readonly string[];
  readonly id?: readonly string[];
  readonly title?: readonly string[];
  readonly severity?: readonly string[];
  readonly url?: readonly string[];
  readonly createdAt?: readonly string[];
}

/** What is known of an alert besides whom it names. Too long a text is cut: it is told, not acted on. */
export function alertOf(message: JsonNode, paths: AlertPaths): Alert {
  const text = (candidates: readonly string[] | undefined, longest: number): string | undefined =>
    candidates && told(message.text(...candidates), longest);
  const id = text(paths.id, 512);
  const title = text(paths.title, 1000);
  const level = severity(text(paths.severity, 64));
  const url = text(paths.url, 2048);
  const createdAt = alertTime(paths.createdAt && message.text(...paths.createdAt));
  return {
    provider: text(paths.product, 128) ?? paths.provider,
    ...(id !== undefined && { id }),
    ...(title !== undefined && { title }),
    ...(level !== undefined && { severity: level }),
    ...(url !== undefined && { url }),
    ...(createdAt !== undefined && { createdAt }),
  };
}

function told(text: string | undefined, longest: number): string | undefined {
  return text
    ?.toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longest);
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
