import type { Format } from '../alerts/format';
import type { Policy } from '../core/policy';
import type { Decompress } from '../messages/content-encoding';
import type { Locale } from '../messages/sentences/statuses';
import type { AccountSnapshots } from '../ports/account-snapshots';
import type { Clock } from '../ports/clock';
import type { ContainmentMethods } from '../ports/containment-method';
import type { Directory } from '../ports/directory';
import type { Ledger } from '../ports/ledger';
import type { OriginalStore } from '../ports/original-store';
import type { Quarantine } from '../ports/quarantine';
import type { RequestQueue } from '../ports/request-queue';
import type { ResultsTopic } from '../ports/results-topic';
import type { Revokers } from '../ports/revoker';
import type { SignInLog } from '../ports/sign-in-log';
import type { Telemetry } from '../ports/telemetry';
import type { TokenLifetimes } from '../ports/token-lifetimes';
import type { Tenants } from '../ports/tenants';
import type { TokenVerifier } from '../ports/token-verifier';
import type { BrokerTime } from './broker-time';
import type { Bulkhead } from './bulkhead';
import type { EmergencySwitch } from './emergency-switch';
import type { InTurn } from './in-turn';
import type { Permits } from './permits';
import type { UrgentShares } from './urgent-shares';

/** Everything that processing a message needs from outside, in one tenant. */
export interface Dependencies {
  /** As it is configured; what counts in a moment is `policyNow`. */
  readonly policy: Policy;
  /** Stops all revocations, in every tenant. */
  readonly emergencySwitch: EmergencySwitch;
  readonly locale: Locale;
  /** The alert formats that are read. */
  readonly formats: readonly Format[];
  /** Opens bodies that are compressed. */
  readonly decompress: Decompress;
  readonly tokenVerifier: TokenVerifier;
  /** The tenants that are connected beside the home tenant. */
  readonly tenants: Tenants;
  /** The home tenant, in which persons are looked up as well; absent: it is this one. */
  readonly home?: { readonly tenantId: string; readonly directory: Directory };
  readonly directory: Directory;
  readonly revokers: Revokers;
  /** The steps of a containment that are configured in this tenant. */
  readonly containmentMethods: ContainmentMethods;
  /** Reads what is there before a containment; absent: it is not read. */
  readonly accountSnapshots?: AccountSnapshots;
  readonly tokenLifetimes: TokenLifetimes;
  readonly signInLog: SignInLog;
  readonly ledger: Ledger;
  readonly resultsTopic: ResultsTopic;
  readonly quarantine: Pick<Quarantine, 'keep'>;
  readonly requestQueue: RequestQueue;
  readonly originals: Pick<OriginalStore, 'find'>;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly brokerTime: BrokerTime;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Makes lease ids. */
  readonly newId: () => string;
  /** Reads redelivered messages one after the other, in the whole process. */
  readonly readInTurn: InTurn;
  /** Keeps the tenants of the process apart, the home tenant among them. */
  readonly bulkhead: Bulkhead;
  /** Bounds the users that are processed side by side, in the whole process. */
  readonly permits: Permits;
  /** Bounds the urgent requests of each source. */
  readonly urgentShares: UrgentShares;
}
