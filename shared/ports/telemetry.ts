import type { Eviction } from '../core/eviction';
import type { MethodSummary } from '../core/method-report';
import type { OutcomeSummary } from '../core/outcome';
import type { Brake } from '../core/policy';
import type { EntryProblem } from '../core/protected-entry';
import type { SettingsInForce } from '../core/settings-in-force';
import type { SwitchState } from '../core/switch-change';
import type { ReportedOutcome } from '../messages/reported-outcome';

/** The steps whose duration is measured, in the order in which they happen. */
export type Step = 'claim' | 'lookUp' | 'memberships' | 'revoke' | 'verify' | 'record' | 'publish';

/** How long each step took, in ms; a step that was not needed is absent. */
export type StepDurations = Readonly<Partial<Record<Step | 'total', number>>>;

/** Why a request waits: a closed set that queries may rely on. */
export type WaitReason =
  | 'throttled'
  | 'backendUnavailable'
  /** Another instance has the lease of the same work, or died and its lease has not expired yet. */
  | 'claimed'
  /** The outcome is published, and one of its methods has not answered yet. */
  | 'methodPending'
  | 'ledgerUnavailable'
  | 'serviceBusUnavailable'
  /** The message that ends a wait for approval was delivered before it was due. */
  | 'notDueYet'
  /** The process works on as many other requests of the same tenant as it may. */
  | 'tenantBusy'
  /** It came by the urgent queue, is not urgent, and goes on to the others. */
  | 'notUrgent'
  /** The keys of a token's issuer cannot be read. */
  | 'issuerUnavailable'
  /** The store of large originals cannot be reached. */
  | 'originalsUnavailable'
  /** The emergency switch cannot be read: whether all revocations are stopped is not known. */
  | 'switchUnavailable';

/** The catalogue of event names: dashboards and alerts are written against these. */
export const telemetryEventNames = {
  /** One per outcome, when it is published for the first time. */
  outcome: 'RevocationOutcome',
  /** An outcome that was on the topic already and was published again. */
  republished: 'RevocationOutcomeRepublished',
  /** What a method answered that was pending in an outcome. */
  method: 'RevocationMethodResult',
  /** A request that waits for longer than two minutes; one per try. */
  waiting: 'RevocationRequestWaiting',
  /** The brake has begun to hold requests; once per window. An operator must act. */
  brakeEngaged: 'RevocationBrakeEngaged',
  /** An entry of the policy's `protected` does not protect what it seems to. An operator must act. */
  protectedEntry: 'RevocationProtectedEntry',
  /** Fewer people are left who can approve than must approve. An operator must act. */
  tooFewApprovers: 'RevocationTooFewApprovers',
  /** A delivery that ended in an error; the message will be redelivered. */
  deliveryFailed: 'RevocationDeliveryFailed',
  /** An operator has stopped all revocations, or has let them go on; once per change. */
  switchChanged: 'RevocationSwitchChanged',
  /** A request for approval on which nobody has decided by half of its time. */
  reminder: 'RevocationApprovalReminder',
  /** The verdict on a revocation that is watched: whether it held. */
  eviction: 'RevocationEviction',
  /** An operator has replayed an original from quarantine, or has closed it, by the API; once or, after a crash, twice. */
  originalSettled: 'RevocationOriginalSettled',
  /** An operator has declared that the app is not to undo a containment, by the API; once or, after a crash, twice. */
  containmentGivenUp: 'RevocationContainmentGivenUp',
  /** A message whose reading ended its process repeatedly is not read again. An operator must act. */
  setAside: 'RevocationMessageSetAside',
} as const;

/** How many people can approve, and how many must. */
export interface PeopleLeft {
  readonly left: number;
  readonly needed: number;
}

/** What the app reports to operators. `traceparent` joins an event to the trace of its message (W3C Trace Context). */
export type TelemetryEvent = { readonly traceparent?: string } & (
  | {
      readonly kind: 'outcome';
      readonly outcome: ReportedOutcome;
      readonly durationsMs: StepDurations;
      /** By which it was decided. */
      readonly inForce: SettingsInForce;
    }
  | { readonly kind: 'method'; readonly summary: MethodSummary }
  | { readonly kind: 'republished'; readonly summary: OutcomeSummary }
  | {
      readonly kind: 'waiting';
      /** The message's key, the same for all of its tries. */
      readonly messageKey: string;
      readonly reason: WaitReason;
      readonly attempts: number;
      /** When it is tried again. */
      readonly until: Date;
      /** From its first delivery until then. */
      readonly waitingMs: number;
    }
  | {
      readonly kind: 'brakeEngaged';
      readonly tenantId: string;
      readonly brake: Brake;
      readonly at: Date;
    }
  | {
      readonly kind: 'protectedEntry';
      /** Where the policy has the entry, `protected.users[0]`. */
      readonly path: string;
      readonly problem: EntryProblem['kind'];
    }
  | ({ readonly kind: 'tooFewApprovers'; readonly tenantId: string } & PeopleLeft)
  | { readonly kind: 'switchChanged'; readonly tenantId: string; readonly state: SwitchState }
  | {
      readonly kind: 'reminder';
      readonly tenantId: string;
      readonly confirmation: string;
      readonly outcomeId: string;
    }
  | {
      readonly kind: 'eviction';
      readonly tenantId: string;
      readonly outcomeId: string;
      readonly verdict: Eviction['verdict'];
    }
  | { readonly kind: 'deliveryFailed'; readonly error: string }
  | {
      readonly kind: 'originalSettled';
      readonly action: 'replay' | 'close';
      /** Of the original in quarantine. */
      readonly number: string;
      readonly requestId: string;
      readonly outcomeId: string;
      readonly messageKey: string;
      /** The object id of the operator. */
      readonly by: string;
      readonly reason?: string;
    }
  | {
      readonly kind: 'containmentGivenUp';
      /** Of the containment and its user. */
      readonly tenantId: string;
      readonly requestId: string;
      readonly outcomeId: string;
      readonly userId: string;
      /** The object id of the operator. */
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'setAside';
      readonly messageKey: string;
      /** Readings that were begun and never ended. */
      readonly unfinished: number;
    }
);

/** Reports events to operators. */
export interface Telemetry {
  /** Never throws and never waits: the work does not depend on it. */
  record(event: TelemetryEvent): void;
}
