import type { ApprovalRequest, RecordedDecision } from '../core/approval';
import type { ApprovalVote, VoteAnswer } from '../core/approval-votes';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { EntryKey, MessageKey, OutcomeId, Partition } from '../core/ids';
import type { Intent } from '../core/intent';
import type { LimitAnswer } from '../core/limit';
import type { MethodSummary } from '../core/method-report';
import type { OutcomeSummary, Status } from '../core/outcome';
import type { Brake } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { UserRevocation } from '../core/user-revocation';
import type { KnownEntry } from '../core/protected-entry';
import type { ResultMessage } from '../messages/result-message';
import type { ContainmentStore } from './containment-store';
import type { WatchStore } from './watch-store';

/**
 * The record of work in progress and of completed work, shared by all instances of the app. Every method is one
 * conditional write or a few; none waits for another instance.
 *
 * @throws Unavailable, from every method, when the ledger cannot be reached
 */
export interface Ledger {
  readonly requests: RequestStore;
  readonly outcomes: PublicationStore<OutcomeEntry>;
  /** What methods answered after the outcome, by outcome and method. */
  readonly methodResults: PublicationStore<MethodEntry>;
  /** The events of changes of the emergency switch. */
  readonly switchChanges: PublicationStore<PublicationEntry>;
  /** The events that announce a request for approval once more. */
  readonly reminders: PublicationStore<PublicationEntry>;
  /** The events that say whether a revocation held; a lease of its own is held by the one who reads the sign-ins of a tenant. */
  readonly evictions: PublicationStore<PublicationEntry>;
  readonly watches: WatchStore;
  readonly revocations: LeaseStore<EarlierRevocation>;
  /** The last revocation of each user. */
  readonly userRevocations: LeaseStore<UserRevocation>;
  readonly limit: LimitStore;
  readonly approvals: ApprovalStore;
  readonly readings: ReadingStore;
  readonly senders: SenderStore;
  readonly protectedEntries: ProtectedEntryStore;
  /** What was done to users beside revoking. */
  readonly containments: ContainmentStore;
  readonly history: OutcomeHistory;
  /** Removes expired entries until none is left, or until it may not go on. Returns how many. */
  sweep(now: Date, mayGoOn?: () => boolean): Promise<number>;
}

/** The first payload of each request. */
export interface RequestStore {
  /** Records a payload unless one is recorded. Returns the recorded digest. */
  enter(partition: Partition, payloadDigest: string, term: Term): Promise<string>;
  /**
   * Records the payload of a request that is not known, and acquires the lease of its only outcome, by one write. Undefined
   * when the request or the outcome has an entry, even an expired one: then nothing is written.
   *
   * @param key of the outcome, in the partition of the request
   */
  begin(key: EntryKey, payloadDigest: string, terms: LeaseTerms<OutcomeEntry>): Promise<Lease | undefined>;
}

/** The senders of originals in quarantine, which a replay cannot prove by itself. */
export interface SenderStore {
  /** Repeating it is harmless. */
  record(original: MessageKey, receivedBy: ReceivedBy, term: Term): Promise<void>;
  /** Undefined when no such original was recorded, or its entry has been removed. */
  find(original: MessageKey): Promise<ReceivedBy | undefined>;
}

/**
 * Where the outcomes of a user or of a request are. Outcomes are noted beside the path of messages: what a process has noted
 * within the second before it dies is missing.
 */
export interface OutcomeHistory {
  /** Notes a recorded outcome; never waits and never fails. Repeating it is harmless. */
  note(outcome: NotedOutcome): void;
  /** Enters that a request was accepted whose outcomes come later. */
  accept(requestId: string, term: Term): Promise<void>;
  /** The entries of a user's outcomes, the newest first. */
  ofUser(tenantId: string, userId: string, page: HistoryPage): Promise<HistoryEntries>;
  /** The entries of a request's outcomes, of every sender, the newest first; undefined when there is no such request. */
  ofRequest(requestId: string, page: HistoryPage): Promise<HistoryEntries | undefined>;
  /** The entries of all outcomes that fit a filter, the newest first. A page looks at a bounded number: it may be empty before the last. */
  ofAll(filter: OutcomeFilter, page: HistoryPage): Promise<HistoryEntries>;
  /** Writes what was noted. */
  write(): Promise<void>;
}

/** An outcome, and where its entry is. */
export interface NotedOutcome {
  readonly key: EntryKey;
  readonly id: OutcomeId;
  readonly requestId: string;
  readonly status: Status;
  readonly tenantId: string;
  readonly userId?: string | undefined;
  readonly completedAt: Date;
  readonly expiresAt: Date;
}

/** Which outcomes a list is of. */
export interface OutcomeFilter {
  /** Absent: of any status. */
  readonly statuses?: readonly Status[] | undefined;
  /** Absent: of all tenants. */
  readonly tenantId?: string | undefined;
}

/** A part of a history. */
export interface HistoryPage {
  readonly now: Date;
  /** Nothing older is looked for, to the ms. */
  readonly since: Date;
  /** Where it begins: the `next` of the page before; absent: with the newest. */
  readonly after?: string | undefined;
  readonly top: number;
}

export interface HistoryEntries {
  readonly keys: readonly EntryKey[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** How long an entry is stored. */
export interface Term {
  readonly now: Date;
  /** When the entry may be removed. */
  readonly expiresAt: Date;
}

/** A message of the results topic as it was published, byte for byte. */
export interface PublicationEntry {
  readonly message: ResultMessage;
  /** Of a recorded message: it is not known to be on the topic. */
  readonly awaitsPublication?: true;
  /** Of a recorded message: it is not known whether it is on the topic. The version before did not write it. */
  readonly mayAwaitPublication?: true;
}

/** An outcome as it was published, and its summary. */
export interface OutcomeEntry extends PublicationEntry {
  readonly summary: OutcomeSummary;
}

/** The event of a method that answered after the outcome, and its summary. */
export interface MethodEntry extends PublicationEntry {
  readonly summary: MethodSummary;
}

/** Recorded messages, and whether each is on the topic. */
export interface PublicationStore<Entry extends PublicationEntry> extends LeaseStore<Entry> {
  /** Enters that a recorded message is on the topic, by one write. Repeating it is harmless. */
  markPublished(key: EntryKey): Promise<void>;
}

/** Entries of one kind: leased while the work is being done, recorded once it is done. */
export interface LeaseStore<Entry> {
  /**
   * Acquires the lease of an entry by one conditional write. Of several callers at once, one gets it.
   *
   *     time ──────────────────────────────────────────────────────────►
   *     absent  │ leased, until leaseExpiresAt │ recorded     │ expired
   *     acquired│ busy, then acquired          │ recorded, or │ acquired
   *             │                              │ acquired if  │
   *             │                              │ not stillValid
   *
   * An intent in an expired or released lease is returned as `interrupted`. It stays in the new lease, in the place of the
   * intent of the terms, until another one is entered.
   */
  acquire(key: EntryKey, terms: LeaseTerms<Entry>): Promise<AcquireAnswer<Entry>>;
  /** Looks at an entry whose lease is to be acquired soon; undefined when there is none. */
  look(key: EntryKey): Promise<SeenEntry | undefined>;
  /** Extends a lease, and enters its intent, by one conditional write. Undefined when the lease was lost. */
  renew(lease: Lease, leaseExpiresAt: Date): Promise<Lease | undefined>;
  /**
   * Ends a lease with an entry, and returns the recorded one: this very object, or what another holder has recorded.
   * `leaseLost`: another holder acquired it and will record its own entry.
   */
  record(lease: Lease, entry: Entry): Promise<RecordAnswer<Entry>>;
  /** Ends a lease without an entry; the next holder finds its intent, if it has one. Does nothing when the lease was lost. */
  release(lease: Lease): Promise<void>;
  /** The recorded entry, if there is one. */
  read(key: EntryKey, now: Date): Promise<Entry | undefined>;
}

export interface LeaseTerms<Entry> extends Term {
  /** Different for every lease. */
  readonly leaseId: string;
  /** When the lease ends if it is not renewed. */
  readonly leaseExpiresAt: Date;
  /** Whether a recorded entry answers the caller; if not, the entry counts as absent. */
  readonly stillValid?: (entry: Entry) => boolean;
  /** Entered with the lease, unless an earlier holder has left one. */
  readonly intent?: Intent;
  /** What a look has found. It changes no answer: if it is still there, the lease takes its place without another read. */
  readonly seen?: SeenEntry;
}

/** An entry as it was when it was looked at. */
export interface SeenEntry {
  readonly key: EntryKey;
  /** The store's version of the entry. */
  readonly version: string;
  /** As the store keeps it. */
  readonly columns: Readonly<Record<string, unknown>>;
}

/** A lease that was acquired. It belongs to the caller for as long as the entry has its `leaseId`. */
export interface Lease {
  readonly key: EntryKey;
  readonly leaseId: string;
  /** When the entry may be removed. */
  readonly expiresAt: Date;
  /** The store's version of the entry, as far as it is known: a write whose answer was lost has moved it. */
  readonly version: string;
  readonly intent?: Intent;
}

export type AcquireAnswer<Entry> =
  /** `interrupted`: what an earlier holder, who has recorded nothing, may have asked for. */
  | { readonly kind: 'acquired'; readonly lease: Lease; readonly interrupted?: Intent }
  | { readonly kind: 'busy'; readonly leaseExpiresAt: Date }
  | { readonly kind: 'recorded'; readonly entry: Entry };

export type RecordAnswer<Entry> =
  /** The entry that is recorded: this one, or one that was recorded before. */
  { readonly kind: 'recorded'; readonly entry: Entry } | { readonly kind: 'leaseLost' };

/**
 * The revocations within the window of the brake, over all instances. All times are those of the store's clock, so that an
 * instance whose clock is wrong does not move the window.
 */
export interface LimitStore {
  /** Reserves a place if there is one, by one conditional write. A second try for one outcome finds its place. */
  reserve(use: LimitUse): Promise<LimitAnswer>;
  /** The answer that `reserve` would give; reserves nothing. */
  preview(use: LimitUse): Promise<LimitAnswer>;
  /** How many users the window has now; reserved places are included. */
  count(use: Pick<LimitUse, 'tenantId' | 'brake' | 'now'>): Promise<number>;
  /** Dates a place again, once its revocation has taken effect. Until then the reservation counts. */
  confirm(use: LimitUse): Promise<void>;
  /** Gives a place back whose revocation has failed for good. */
  release(use: LimitUse): Promise<void>;
}

/** The user to be signed out, and for whom. */
export interface LimitUse {
  readonly tenantId: string;
  readonly userId: string;
  readonly receivedBy: ReceivedBy | undefined;
  /** The outcome that reports the revocation: the same for every try. */
  readonly outcomeId: OutcomeId;
  readonly brake: Brake;
  /** The time of this machine, for a store without a clock of its own. */
  readonly now: Date;
}

/** Requests that wait for approval. */
export interface ApprovalStore {
  /** Records a request unless it is recorded already. */
  put(request: ApprovalRequest, term: Term): Promise<void>;
  find(approvalId: string): Promise<Approval | undefined>;
  /** Records a decision unless one is recorded. Returns the recorded one: the same for all callers. */
  decide(approvalId: string, decision: RecordedDecision): Promise<RecordedDecision>;
  /**
   * Records what a vote changes, by one write on the condition that nothing else has changed in between.
   *
   * @param answer called with the votes so far, and again if they have changed; not called once a decision is recorded
   * @returns what is recorded; undefined when there is no such request
   */
  vote(
    approvalId: string,
    answer: (votes: readonly ApprovalVote[]) => VoteAnswer,
  ): Promise<VoteAnswer | undefined>;
  /** Records that the outcome which follows from the decision is on the topic. Repeating it is harmless. */
  finish(approvalId: string): Promise<void>;
  /** Requests without a recorded decision, in no order; expired ones are included. */
  pending(): AsyncIterable<ApprovalRequest>;
  /** The same, with the votes so far. */
  open(): AsyncIterable<Approval>;
  /** Requests with a recorded decision that is not finished, in no order. */
  unfinished(): AsyncIterable<DecidedApproval>;
}

/** A request for approval, and the decision on it if one is recorded. */
export interface Approval {
  readonly request: ApprovalRequest;
  /** Of those who have approved so far; absent: nobody has. */
  readonly votes?: readonly ApprovalVote[];
  readonly decision?: RecordedDecision;
  /** The outcome that follows from the decision is on the topic. */
  readonly isFinished?: true;
}

export interface DecidedApproval extends Approval {
  readonly decision: RecordedDecision;
}

/** Readings of messages that have begun and not ended: each is noted before a redelivered message is read. */
export interface ReadingStore {
  find(key: EntryKey): Promise<NotedReading | undefined>;
  /**
   * Notes that a reading begins, in place of the note that was found. Undefined when that one has changed: another process
   * has noted a reading.
   */
  begin(
    key: EntryKey,
    unfinished: number,
    found: NotedReading | undefined,
    term: Term,
  ): Promise<NotedReading | undefined>;
  /** Removes the note: the reading has ended. Does nothing when it has changed. */
  end(noted: NotedReading): Promise<void>;
}

/** A note of the readings that have not ended. */
export interface NotedReading {
  readonly key: EntryKey;
  readonly unfinished: number;
  /** The store's version of the note. */
  readonly version: string;
}

/** What the entries of the policy's `protected` have led to. Its entries do not expire. */
export interface ProtectedEntryStore {
  /** Everything that is known for a tenant, in no order; entries that policy no longer has are included. */
  read(tenantId: string): Promise<readonly KnownEntry[]>;
  /** Records what a look-up of an entry has found. Ids that the entry has led to before stay. */
  record(tenantId: string, found: KnownEntry): Promise<void>;
}
