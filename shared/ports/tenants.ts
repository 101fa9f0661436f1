import type { Connection, Connections } from '../core/connection';
import type { Policy } from '../core/policy';
import type { AccountSnapshots } from './account-snapshots';
import type { ContainmentMethods } from './containment-method';
import type { Directory } from './directory';
import type { Revokers } from './revoker';
import type { SignInLog } from './sign-in-log';
import type { TokenLifetimes } from './token-lifetimes';

/** The tenants that are connected beside the home tenant. */
export interface Tenants {
  /**
   * All connections, as they were at most a minute ago.
   *
   * @throws Unavailable when they cannot be read: nothing is assumed about a sender then
   */
  connections(): Promise<Connections>;
  /** What the app acts with in a connected tenant. Nothing is sent before its first use. */
  access(connection: Connection): TenantAccess;
}

/** What the app acts with in one tenant. */
export interface TenantAccess {
  readonly policy: Policy;
  readonly directory: Directory;
  readonly revokers: Revokers;
  /** The steps of a containment that are configured there. */
  readonly containmentMethods: ContainmentMethods;
  /** Reads what is there before a containment; absent: it is not read. */
  readonly accountSnapshots?: AccountSnapshots;
  readonly tokenLifetimes: TokenLifetimes;
  readonly signInLog: SignInLog;
}
