/** What a ticket waits for: that Graph confirms its user as compromised, or dismisses their risk. */
export const ticketActs = ['confirmCompromised', 'dismiss'] as const;

export type TicketAct = (typeof ticketActs)[number];

/** One user of a tenant, and what they wait for. */
export interface TicketKey {
  readonly tenantId: string;
  readonly act: TicketAct;
  readonly userId: string;
}

/** How far a ticket is. */
export type TicketState =
  | { readonly kind: 'waiting' }
  /** Of a call that the backend has accepted, or refused for this user alone. */
  | { readonly kind: 'accepted'; readonly requestId: string }
  | { readonly kind: 'refused'; readonly requestId: string; readonly status: string };

export interface Ticket extends TicketKey {
  readonly addedAt: Date;
  readonly state: TicketState;
}

/** Who may call the backend for the tickets of a tenant. */
export type HoldAnswer =
  /** `idleMs`: how long nobody had held it; absent: this holder has held it without a break. */
  { readonly kind: 'held'; readonly idleMs?: number } | { readonly kind: 'busy'; readonly waitMs: number };

/**
 * Users who wait for a call that all instances of the app make together, and the lease by which one instance at a time makes
 * it. A ticket is stored until its answer has been fetched, so that a crash loses no user.
 *
 * @throws Unavailable, from every method, when the store cannot be reached
 */
export interface TicketStore {
  /** Adds a ticket unless it waits already or is accepted. */
  add(key: TicketKey, addedAt: Date): Promise<void>;
  /** The tickets of a tenant, the oldest first. Those that were added before `validSince` are removed, whatever their state is. */
  list(tenantId: string, validSince: Date): Promise<readonly Ticket[]>;
  /** Stores what became of tickets of one tenant, at most 100. */
  answer(tickets: readonly Ticket[], state: TicketState): Promise<void>;
  remove(key: TicketKey): Promise<void>;
  /** Acquires or extends the lease of a tenant until a time. */
  hold(tenantId: string, holder: string, now: Date, until: Date): Promise<HoldAnswer>;
  /** Ends the lease, if this holder has it. */
  release(tenantId: string, holder: string, now: Date): Promise<void>;
}
