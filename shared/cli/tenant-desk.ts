import type { Connection } from '../core/connection';
import type { CheckReport, CheckResult } from '../ports/health-check';
import type { ConnectionStore, StoredConnections } from '../ports/connection-store';
import type { ReadFile } from './message-files';
import type { Terminal } from './terminal';

/** The connected tenants, and where their connections are written. */
export interface TenantDesk {
  readonly list: () => Promise<StoredConnections>;
  /** Absent: the connections are in the setting `TENANTS`, which only a deployment changes. */
  readonly store?: ConnectionStore;
  /** Checks one tenant; changes nothing. */
  readonly check: (connection: Connection) => Promise<readonly CheckReport[]>;
  /** Judges a connection by itself, without any call. */
  readonly judge: (connection: Connection) => CheckResult;
  readonly homeTenantId: string;
  /** The multi-tenant application by which tenants are reached; absent: no tenant is connected. */
  readonly applicationId?: string;
  readonly authorityHost: string;
}

export interface TenantEnvironment {
  readonly terminal: Terminal;
  readonly connectTenants: () => Promise<TenantDesk>;
  readonly readFile: ReadFile;
}
