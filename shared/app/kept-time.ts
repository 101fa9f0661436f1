import type { Policy } from '../core/policy';

/** How long the quarantine keeps a message, in ms; `infra/app/service-bus.bicep` has the same time. */
export const QUARANTINE_MS = 90 * 24 * 3_600_000;

/** How long, in ms, what belongs to an original is kept: as long as a copy or the quarantine can bring the original back. */
export function originalsKeptForMs({ recordRetentionMs }: Pick<Policy, 'recordRetentionMs'>): number {
  return Math.max(recordRetentionMs, QUARANTINE_MS);
}
