import type { ReceivedBy } from '../core/received-by';
import type { CheckReport } from '../ports/health-check';
import type { ContainmentService } from './containment-service';
import type { MessageFile } from './message-files';
import type { KeptRecord, OutcomeRecord, SwitchRecord, TenantRecord, WaitingRecord } from './records';

/**
 * What commands ask of the app: over its HTTP API in the name of the person who is signed in, or of its queues and its ledger.
 *
 * @throws ApiFailure, Unavailable or NotOffered, from every method
 */
export interface RevocationService {
  /** Whether the app knows who calls; then no name that is given counts. */
  readonly provesCaller: boolean;
  /** Sends a request. Repeating it with its id is harmless. */
  send(request: NewRequest): Promise<void>;
  /** The outcomes of a request as they appear, each once; ends after a time, unless the caller stops reading before. */
  outcomesOf(requestId: string, timeoutMs: number): AsyncIterable<OutcomeRecord>;
  /** What waits for approval, the longest wait first. */
  pending(): Promise<readonly WaitingRecord[]>;
  /** Each that waits, in the order of the ids; else why it cannot be decided on. */
  find(ids: readonly string[]): Promise<readonly Found[]>;
  decide(decision: NewDecision): Promise<Decided>;
  /** The outcomes of a user, the newest first. */
  history(user: string, tenantId?: string): Promise<History>;
  /** The outcomes of a request so far, the newest first; undefined when no such request was accepted or answered. */
  requestOutcomes(requestId: string): Promise<readonly OutcomeRecord[] | undefined>;
  /** The outcomes of all users from a time on as they appear, each once and the oldest first; ends with the signal. */
  watch(asked: Watched, ended: AbortSignal): AsyncIterable<OutcomeRecord>;
  preview(file: MessageFile, options: PreviewAsked): Promise<Preview>;
  readonly quarantine: QuarantineService;
  readonly emergencySwitch: SwitchService;
  readonly containments: ContainmentService;
  listTenants(): Promise<readonly TenantRecord[]>;
  /** The checks of one tenant, whose id is in lower case; undefined when it is not connected. */
  checkTenant(tenantId: string): Promise<readonly CheckReport[] | undefined>;
  /** Who calls, what the app says of itself, and its health checks. */
  doctor(): Promise<readonly CheckReport[]>;
  close(): Promise<void>;
}

export interface NewRequest {
  readonly id: string;
  readonly body: Uint8Array;
}

export type Found =
  | { readonly kind: 'waits'; readonly waiting: WaitingRecord }
  | { readonly kind: 'not'; readonly id: string; readonly problem: string };

export interface NewDecision {
  readonly decision: 'approve' | 'decline' | 'withdraw';
  /** As they were shown. */
  readonly approvals: readonly WaitingRecord[];
  /** Who decides, where nothing proves it. */
  readonly by: string;
  /** Whether it is one decision on all of them. */
  readonly asList: boolean;
}

/** How decisions were answered, and the outcomes that follow from them. */
export interface Decided {
  readonly answers: readonly DecisionAnswer[];
  /** Ends after a time, unless the caller stops reading before. */
  outcomes(timeoutMs: number): AsyncIterable<DecidedOutcome>;
}

/** `voted`: it counts, and more people must approve. `refused`: it does not count. An outcome follows `sent` and `recorded`. */
export interface DecisionAnswer {
  readonly kind: 'sent' | 'recorded' | 'voted' | 'withdrawn' | 'refused';
  readonly ids: readonly string[];
  /** A sentence for the person who has decided. */
  readonly text: string;
}

export interface DecidedOutcome {
  readonly outcome: OutcomeRecord;
  /** The ids of the approvals that it answers. */
  readonly ends: readonly string[];
}

export interface History {
  readonly user: { readonly id: string; readonly userPrincipalName?: string | undefined };
  /** Older outcomes are not kept. RFC 3339 UTC. */
  readonly since: string;
  readonly outcomes: readonly OutcomeRecord[];
}

export interface Watched {
  readonly since: Date;
  readonly user?: string | undefined;
  readonly status?: string | undefined;
  readonly tenantId?: string | undefined;
}

export interface PreviewAsked {
  readonly asNew?: boolean | undefined;
  /** Absent: the person who asks, or the queue. */
  readonly receivedBy?: ReceivedBy | undefined;
}

export interface Preview {
  readonly receivedBy: string;
  readonly outcomes: readonly OutcomeRecord[];
  /** The home tenant, where it is known. */
  readonly home?: string | undefined;
  /** Rules that only preview, where they are known. */
  readonly previews: (sourceRule: string) => boolean;
}

export interface QuarantineService {
  /** The oldest first. */
  list(): AsyncIterable<KeptRecord>;
  /** Undefined when there is none with this number. */
  show(number: string): Promise<{ readonly kept: KeptRecord; readonly body: Uint8Array } | undefined>;
  /** Has originals processed again. Returns why for each that was not. */
  replay(
    numbers: readonly string[],
    refresh: boolean,
    onReplayed: (number: string) => void,
  ): Promise<readonly NotDone[]>;
  /** Removes one for good, with the reason in the record. Returns why it did not. */
  close(number: string, reason: string): Promise<NotDone | undefined>;
}

export interface NotDone {
  readonly number: string;
  readonly problem: string;
}

export interface SwitchService {
  /** `malformed`: the row says neither stopped nor running; undefined: it was never set. */
  read(): Promise<SwitchRecord | 'malformed' | undefined>;
  stop(setting: SwitchReason): Promise<SwitchRecord>;
  /** Undefined when the switch was set again since it was shown: nothing was changed. */
  resume(shown: SwitchRecord, setting: SwitchReason): Promise<SwitchRecord | undefined>;
}

export interface SwitchReason {
  readonly reason: string;
  /** Who sets it, where nothing proves it. */
  readonly by: string;
}

/** What one of the two ways to the app cannot do. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}
