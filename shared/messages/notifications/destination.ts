import { evictionVerdicts } from '../../core/eviction';
import { statuses } from '../../core/outcome';

/** By what destinations choose: the statuses of outcomes, and the verdicts on revocations. */
export const notifiedStatuses = [...statuses, ...evictionVerdicts] as const;

export type NotifiedStatus = (typeof notifiedStatuses)[number];

/** The events that a destination gets: those of some statuses, or all. */
export type Wanted = readonly NotifiedStatus[] | 'all';

/** Somebody who is notified of outcomes. */
interface Addressed {
  /** By which the log names it: the address is a secret. */
  readonly name: string;
  /** An https address. It is neither logged nor published. */
  readonly url: string;
  readonly statuses: Wanted;
}

/** A place to which outcomes are posted. */
export type Destination =
  /** A Workflows webhook of Microsoft Teams, which posts a card. */
  | (Addressed & { readonly kind: 'teams' })
  /** An incoming webhook of Slack. */
  | (Addressed & { readonly kind: 'slack' })
  /** Any server: it gets the event of the outcome, signed as Standard Webhooks has it. */
  | (Addressed & { readonly kind: 'webhook'; readonly secrets: readonly Uint8Array[] });

/**
 * Outcomes for which a person should do something, and which a destination gets that names no statuses: those of the
 * subscription `attention`, an approval that nobody gave in time, and a user who has returned.
 */
export const FOR_A_PERSON: readonly NotifiedStatus[] = [
  'awaitingConfirmation',
  'held',
  'failed',
  'rejected',
  'protected',
  'expired',
  'returned',
];

/** Whether a destination gets outcomes of a status, which may be one that this version does not know. */
export function isWanted(statuses: Wanted, status: string): boolean {
  return statuses === 'all' || statuses.some((one) => one === status);
}
