import type { SignInKnowledge } from '../core/sign-in-reading';
import type { Watch } from '../core/watch';

/**
 * The revocations that are watched, and what is known of the sign-ins of each tenant. A watch is stored until there is a
 * verdict.
 *
 * @throws Unavailable, from every method, when the store cannot be reached
 */
export interface WatchStore {
  /** Begins to watch a revocation. Repeating it is harmless. */
  begin(watch: Watch): Promise<void>;
  /** All that are watched, in every tenant, in no order. */
  list(): Promise<WatchList>;
  /** Ends a watch. Repeating it is harmless. */
  end(watch: Pick<Watch, 'tenantId' | 'outcomeId'>): Promise<void>;
  /** What is known of the sign-ins of a tenant; where nothing was stored, nothing. */
  readSignIns(tenantId: string): Promise<StoredSignIns>;
  /** Stores what is known, unless somebody else has since it was read: then theirs stays. */
  writeSignIns(tenantId: string, stored: StoredSignIns, knowledge: SignInKnowledge): Promise<void>;
}

export interface WatchList {
  readonly watches: readonly Watch[];
  /** The rows that cannot be read. They stay. */
  readonly unreadable: readonly string[];
}

export interface StoredSignIns {
  readonly knowledge: SignInKnowledge;
  /** The store's version of it; absent: nothing is stored. */
  readonly version?: string;
}
