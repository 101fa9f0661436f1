import { compact } from '../core/compact';
import type { Alert } from '../core/request';
import type { UncertainTime } from '../core/request-age';
import { ALERT_TEXT_LENGTHS } from '../messages/alert-schema';
import { firstSeenIn, raisedAt } from './alert-time';
import type { AlertPaths } from './format-schema';
import type { JsonNode } from './json-node';
import type { OneOrMore } from './one-or-more';
import { listOf } from './one-or-more';
import { reportableText } from './reportable-text';

/** The facts of an alert other than its accounts. */
export interface AlertFacts {
  readonly alert: Alert;
  /** Absent when the alert says when it was raised, or has no times. */
  readonly uncertainTime?: UncertainTime;
}

/** Reads the facts of an alert. Text that is too long is cut: it is reported, not acted on. */
export function alertFacts(message: JsonNode, paths: AlertPaths): AlertFacts {
  const raised = paths.createdAt === undefined ? undefined : raisedAt(message, paths.createdAt);
  if (raised === undefined) return { alert: alertOf(message, paths) };
  if (raised === 'unknown') return { alert: alertOf(message, paths), uncertainTime: { kind: 'unknown' } };
  const at = new Date(raised.ms).toISOString();
  return raised.hasZone
    ? { alert: alertOf(message, paths, at) }
    : { alert: alertOf(message, paths), uncertainTime: { kind: 'withoutZone', at } };
}

function alertOf(message: JsonNode, paths: AlertPaths, createdAt?: string): Alert {
  const firstSeen = firstSeenIn(message, paths.firstSeenAt);
  const text = (candidates: OneOrMore | undefined, maxLength: number): string | undefined =>
    reportableText(message.text(...listOf(candidates)), maxLength);
  const severity = text(paths.severity, ALERT_TEXT_LENGTHS.severity);
  return compact({
    provider: text(paths.product, ALERT_TEXT_LENGTHS.provider) ?? paths.provider,
    id: text(paths.id, ALERT_TEXT_LENGTHS.id),
    title: text(paths.title, ALERT_TEXT_LENGTHS.title),
    severity: severity && (AZURE_MONITOR_LEVELS.get(severity.toLowerCase()) ?? severity),
    url: text(paths.url, ALERT_TEXT_LENGTHS.url),
    createdAt,
    firstSeenAt: firstSeen === undefined ? undefined : new Date(firstSeen).toISOString(),
    incidentId: text(paths.incidentId, ALERT_TEXT_LENGTHS.incidentId),
  });
}

/** Azure Monitor's levels ("Manage your alert instances"). */
const AZURE_MONITOR_LEVELS: ReadonlyMap<string, string> = new Map([
  ['sev0', 'critical'],
  ['sev1', 'high'],
  ['sev2', 'medium'],
  ['sev3', 'low'],
  ['sev4', 'informational'],
]);
