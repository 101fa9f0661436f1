import type { Brake } from './policy';

/** Who was counted, and when last; in ms since the epoch. */
export interface Counted {
  readonly user: string;
  readonly at: number;
}

/** What the brake remembers of one tenant. */
export interface BrakeState {
  readonly counted: readonly Counted[];
  /** When it last began to hold requests back. */
  readonly engagedAt?: number;
}

export type BrakeAnswer =
  | { readonly kind: 'free' }
  /** `justEngaged` for the first who finds no room: that is told once. */
  | { readonly kind: 'full'; readonly justEngaged: boolean };

/** An answer, and the state to be stored before it counts; absent when nothing has changed. */
export interface BrakeStep {
  readonly answer: BrakeAnswer;
  readonly next?: BrakeState;
}

/**
 * Counts a user within a sliding window. Whoever is counted already takes no further place: the brake is about how
 * many people are hit, not how often. An engagement lasts for a window, however many places come free in it.
 */
export function takePlace(state: BrakeState, user: string, { users, windowMs }: Brake, now: Date): BrakeStep {
  const at = now.getTime();
  const counted = state.counted.filter((one) => at - one.at < windowMs);
  const others = counted.filter((one) => one.user !== user);
  const { engagedAt } = state;
  const isEngaged = engagedAt !== undefined && at - engagedAt < windowMs;
  const hasRoom = others.length < counted.length || others.length < users;
  if (hasRoom) {
    const next = { counted: [...others, { user, at }], ...(isEngaged && { engagedAt }) };
    return { answer: { kind: 'free' }, next };
  }
  return isEngaged
    ? { answer: { kind: 'full', justEngaged: false } }
    : { answer: { kind: 'full', justEngaged: true }, next: { counted, engagedAt: at } };
}
