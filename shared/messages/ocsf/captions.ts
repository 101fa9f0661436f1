import type { Severity } from '../../core/severity';
import { knownSeverity } from '../../core/severity';

/** The names that OCSF 1.8.0 gives to its numbers. */
export const ACTIVITIES = { 2: 'Evict', 3: 'Restore' } as const;
export const STATUSES = {
  1: 'Success',
  3: 'Does Not Exist',
  4: 'Partial',
  5: 'Unsupported',
  6: 'Error',
} as const;
export const DISPOSITIONS = {
  9: 'Restored',
  14: 'Delayed',
  16: 'No Action',
  24: 'Access Revoked',
  27: 'Error',
} as const;
export const ACTIONS = { 1: 'Allowed', 2: 'Denied', 4: 'Modified' } as const;

const SEVERITIES: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  informational: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

/** The severity of an alert; one that is not among ours keeps its word. */
export function severityOf(written: string | undefined): { severity_id: number; severity: string } {
  const known = knownSeverity(written);
  if (known !== undefined) return SEVERITIES[known];
  return written === undefined
    ? { severity_id: 0, severity: 'Unknown' }
    : { severity_id: 99, severity: written };
}
