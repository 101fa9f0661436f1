import type { Mode } from './mode';

/** The rules and limits of the connected tenant, validated at start. */
export interface Policy {
  readonly tenantId: string;
  readonly revocationEnabled: boolean;
  /** What the app as a whole may do; the stricter of this and the request's mode wins. */
  readonly mode: Mode;
}
