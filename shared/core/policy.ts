import type { Mode } from './mode';

/** The rules and limits of the connected tenant, validated at start. */
export interface Policy {
  readonly tenantId: string;
  readonly revocationEnabled: boolean;
  /** What the app as a whole may do; the stricter of this and the request's mode wins. */
  readonly mode: Mode;
  /** A request older than this, in ms, is not begun, and one that is being retried is given up. */
  readonly maxRequestAgeMs: number;
  /** For so long, in ms, a revocation answers further requests for the same user and alert. */
  readonly deduplicationWindowMs: number;
  /** For so long, in ms, an outcome is kept to answer redeliveries with. */
  readonly recordRetentionMs: number;
}
