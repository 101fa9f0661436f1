/** Severities of alerts, the least first; a closed set that subscriptions may rely on. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** The severity that a sender wrote; undefined if it is not one of these. */
export function knownSeverity(written: string | undefined): Severity | undefined {
  return severities.find((severity) => severity === written?.toLowerCase());
}

/** Whether an alert is below a threshold. An alert of unknown severity is: it may be. */
export function isBelow(written: string | undefined, threshold: Severity): boolean {
  const severity = knownSeverity(written);
  return severity === undefined || severities.indexOf(severity) < severities.indexOf(threshold);
}
