import type { BrakeAnswer } from '../core/brake';
import type { HeldRequest, Resolution } from '../core/confirmation';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { EntryKey } from '../core/ledger-key';
import type { Verdict } from '../core/outcome';
import type { Brake } from '../core/policy';
import type { ResultMessage } from '../messages/result-message';

/**
 * What was begun and what was done, shared by all instances. Every method is one or a few conditional writes;
 * none waits for another instance.
 *
 * @throws Unavailable, by every method, when it cannot be reached: nothing is to be done blind then
 */
export interface Ledger {
  /** The payload with which each request came first. */
  readonly requests: {
    /** Enters a payload unless there is one. Returns the digest that stands. */
    enter(partition: string, payloadDigest: string, term: Term): Promise<string>;
  };
  readonly outcomes: Book<OutcomeEntry>;
  readonly revocations: Book<EarlierRevocation>;
  readonly brake: BrakeLedger;
  readonly holds: Holds;
  /** Removes entries whose time is over, as many as one go should. Returns how many. */
  sweep(now: Date): Promise<number>;
}

/** Whom the brake is asked about. */
export interface BrakeUse {
  readonly tenantId: string;
  readonly userId: string;
  readonly brake: Brake;
  readonly now: Date;
}

/** How many users were signed out within the window, over all instances. */
export interface BrakeLedger {
  /** Counts a user if there is room, by one conditional write; who is counted already finds room. */
  take(use: BrakeUse): Promise<BrakeAnswer>;
  /** Whether `take` would find room; counts nobody. */
  hasRoom(use: BrakeUse): Promise<boolean>;
}

/** A request at rest, and how waiting has ended if it has. */
export interface Held {
  readonly held: HeldRequest;
  readonly resolution?: Resolution;
}

/** Requests that wait for a person. */
export interface Holds {
  /** Lays a request to rest unless it rests already. It is kept for as long as the term says. */
  put(held: HeldRequest, term: Term): Promise<void>;
  find(confirmation: string): Promise<Held | undefined>;
  /** Ends the wait unless it has ended. Returns how it has: of several callers at once, one is right. */
  resolve(confirmation: string, resolution: Resolution): Promise<Resolution>;
  /** What still waits, in no order. Those whose time is over are among them until their end is recorded. */
  pending(): AsyncIterable<HeldRequest>;
}

/** An outcome as it was told, byte for byte, and what the rest of the work needs of it. */
export interface OutcomeEntry {
  readonly message: ResultMessage;
  readonly verdict: Verdict;
}

/** Entries of one kind: claimed while the work is being done, recorded once it has been. */
export interface Book<Entry> {
  /**
   * Claims an entry by one conditional write. Of several callers at once, one gets it.
   *
   *     time ──────────────────────────────────────────────►
   *     absent │ claimed, until … │ recorded │ expired
   *     claimed│ held  │ lapsed:  │ recorded,│ as absent
   *            │       │ claimed  │ unless it│
   *            │       │          │ no longer│
   *            │       │          │ stands   │
   */
  claim(key: EntryKey, terms: ClaimTerms<Entry>): Promise<ClaimAnswer<Entry>>;
  /** Prolongs a claim. Undefined when it was lost. */
  renew(claim: Claim, until: Date): Promise<Claim | undefined>;
  /** Ends a claim with what was done. `lost`: somebody else has taken it over and will record it. */
  record(claim: Claim, entry: Entry): Promise<RecordAnswer<Entry>>;
  /** Ends a claim as if it had never been. Does nothing when it was lost. */
  release(claim: Claim): Promise<void>;
  /** What is recorded, if anything. */
  read(key: EntryKey, now: Date): Promise<Entry | undefined>;
}

/** How long something lives. */
export interface Term {
  readonly now: Date;
  /** When it may be forgotten. */
  readonly expiresAt: Date;
}

export interface ClaimTerms<Entry> extends Term {
  /** Tells this claim from every other one. */
  readonly holder: string;
  /** When it lapses if it is not renewed. */
  readonly until: Date;
  /** Whether what is recorded answers the claimant; if not, it is claimed as if it were absent. */
  readonly stands?: (entry: Entry) => boolean;
}

/** A claim that was granted. */
export interface Claim {
  readonly key: EntryKey;
  readonly holder: string;
  readonly expiresAt: Date;
  /** Of the entry, as its store counts versions. */
  readonly version: string;
}

export type ClaimAnswer<Entry> =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'held'; readonly until: Date }
  | { readonly kind: 'recorded'; readonly entry: Entry };

export type RecordAnswer<Entry> =
  /** The entry that stands: this one, or one that was recorded before. */
  { readonly kind: 'recorded'; readonly entry: Entry } | { readonly kind: 'lost' };
