/** How bad an alert is, the least first; a closed set that subscriptions may rely on. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** The severity that a sender's word means; undefined for what is none of these. */
export function knownSeverity(written: string | undefined): Severity | undefined {
  return severities.find((severity) => severity === written?.toLowerCase());
}

/** Whether an alert is less severe than a threshold. One whose severity is not known is: it might be. */
export function isBelow(written: string | undefined, threshold: Severity): boolean {
  const severity = knownSeverity(written);
  return severity === undefined || severities.indexOf(severity) < severities.indexOf(threshold);
}
