import type { Connection } from '../core/connection';

/** What a store of connections holds, and the problems of rows that cannot be used. */
export interface StoredConnections {
  readonly connections: readonly Connection[];
  /** By the key of the row. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** Rows that cannot be used, as far as their senders can be read: these speak for no other tenant. All are disconnected. */
  readonly closed?: readonly Connection[];
}

/** The rows of connections to tenants, as operators change them. */
export interface ConnectionStore {
  /**
   * Reads all rows. Where nothing was ever put there is none.
   *
   * @throws Unavailable when the store cannot be reached
   */
  list(): Promise<StoredConnections>;
  /**
   * Puts the row of a tenant in place of all that it had.
   *
   * @param tenantId a GUID, in any case
   * @param json the connection as JSON text; the caller has validated it
   * @throws Unavailable when the store cannot be reached
   */
  put(tenantId: string, json: string): Promise<void>;
  /**
   * Removes what there is of a tenant, also a row that cannot be used. Returns whether there was a row.
   *
   * @throws Unavailable when the store cannot be reached
   */
  remove(tenantId: string): Promise<boolean>;
}
