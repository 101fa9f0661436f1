import type { Brake } from './policy';

/** A user who was counted, and when last; in ms since the epoch. */
export interface CountedUser {
  readonly user: string;
  readonly at: number;
}

/** The count of one tenant. */
export interface LimitState {
  readonly counted: readonly CountedUser[];
  /** When the limit last began to hold requests, in ms since the epoch. */
  readonly trippedAt?: number;
}

export type LimitAnswer =
  | { readonly kind: 'counted' }
  /** `tripped` for the first user beyond the limit, so that it is reported once. */
  | { readonly kind: 'full'; readonly tripped: boolean };

/** An answer, and the state to store before the answer is given; absent when nothing has changed. */
export interface LimitStep {
  readonly answer: LimitAnswer;
  readonly next?: LimitState;
}

/**
 * Counts a user within a sliding window. A user who is counted already always has capacity: the limit is on the number
 * of people, not of revocations. Once tripped, the limit stays tripped for one window, whatever capacity returns.
 */
export function countUser(state: LimitState, user: string, { users, windowMs }: Brake, now: Date): LimitStep {
  const at = now.getTime();
  const counted = state.counted.filter((one) => at - one.at < windowMs);
  const others = counted.filter((one) => one.user !== user);
  const { trippedAt } = state;
  const isTripped = trippedAt !== undefined && at - trippedAt < windowMs;
  const hasCapacity = others.length < counted.length || others.length < users;
  if (hasCapacity) {
    const next = { counted: [...others, { user, at }], ...(isTripped && { trippedAt }) };
    return { answer: { kind: 'counted' }, next };
  }
  return isTripped
    ? { answer: { kind: 'full', tripped: false } }
    : { answer: { kind: 'full', tripped: true }, next: { counted, trippedAt: at } };
}
