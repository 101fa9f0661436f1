import { isSender } from './received-by';
import { knownSeverity, severities } from './severity';
import { shippedSourceRules } from './shipped-source-rules';
import type { SourceEffect, SourceRule, SourcedRequest } from './source-rule';

/** The rule that decides whether a request acts: the first that matches, of the operator's and then of the shipped ones. */
export function decidingRule(
  request: SourcedRequest,
  sources: readonly SourceRule[],
): SourceRule | undefined {
  const matches = (rule: SourceRule): boolean => isMatch(rule, request);
  return sources.find(matches) ?? shippedSourceRules.find(matches);
}

/** A rule by its name. */
export function ruleNamed(name: string, sources: readonly SourceRule[]): SourceRule | undefined {
  return [...sources, ...shippedSourceRules].find((rule) => rule.name === name);
}

/** What a request may do; without a deciding rule it may sign users out. */
export function effectOf(request: SourcedRequest, sources: readonly SourceRule[]): SourceEffect {
  return decidingRule(request, sources)?.effect ?? 'revoke';
}

function isMatch(rule: SourceRule, { format, event, alert, receivedBy }: SourcedRequest): boolean {
  return (
    (rule.formats === undefined || rule.formats.includes(format.toLowerCase())) &&
    (rule.events === undefined || isEventOf(rule.events, event)) &&
    hasSeverityOf(rule, alert?.severity) &&
    (rule.receivedBy === undefined || isSender(receivedBy, rule.receivedBy))
  );
}

function isEventOf(events: readonly string[], event: string | undefined): boolean {
  const found = event?.toLowerCase();
  return found !== undefined && events.some((name) => found === name || found.startsWith(`${name}/`));
}

/** An unknown severity is within no limits. */
function hasSeverityOf(
  { severityAtLeast, severityAtMost }: SourceRule,
  written: string | undefined,
): boolean {
  if (severityAtLeast === undefined && severityAtMost === undefined) return true;
  const severity = knownSeverity(written);
  if (severity === undefined) return false;
  const level = severities.indexOf(severity);
  const least = severityAtLeast === undefined ? 0 : severities.indexOf(severityAtLeast);
  const most = severityAtMost === undefined ? severities.length : severities.indexOf(severityAtMost);
  return level >= least && level <= most;
}
