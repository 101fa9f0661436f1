import type { Containment } from '../core/containment';
import type { OutcomeId } from '../core/ids';

/**
 * What was done to users beside revoking. An entry with changes does not expire: it is stored until it is undone or given up,
 * and for the record retention after that. One without changes is removed 90 days after it began. Every change is one write on condition of the version.
 *
 * @throws Unavailable, from every method, when the store cannot be reached
 */
export interface ContainmentStore {
  /** Stores a containment unless its outcome has one. Returns the stored one. */
  begin(containment: Containment): Promise<StoredContainment>;
  find(place: ContainmentPlace): Promise<StoredContainment | undefined>;
  /** Stores a change of it. Undefined: somebody else has changed it since it was read; read it again. */
  write(stored: StoredContainment, changed: Containment): Promise<StoredContainment | undefined>;
  /** Stores that it is restored or given up, after which it may be removed at a time. */
  end(stored: StoredContainment, ended: Containment, expiresAt: Date): Promise<StoredContainment | undefined>;
  /** All of a user, in no order; those that have ended are included while they are stored. */
  ofUser(tenantId: string, userId: string): Promise<readonly StoredContainment[]>;
  /** All of a revocation request, in any tenant, in no order. */
  ofRequest(requestId: string): Promise<readonly StoredContainment[]>;
  /** All that have not ended, in no order. */
  open(): AsyncIterable<StoredContainment>;
}

/** Where a containment is stored. */
export interface ContainmentPlace {
  readonly tenantId: string;
  readonly userId: string;
  readonly outcomeId: OutcomeId;
}

export interface StoredContainment {
  readonly containment: Containment;
  /** The store's version of it. */
  readonly version: string;
}
