import type { Brake } from './policy';

/** A revocation that was done, or one that is about to be done and has a place reserved. */
export interface CountedRevocation {
  readonly user: string;
  /** The sender of the request that it is for; absent where the version before has counted it. */
  readonly sender?: string;
  /** When it took effect, or when its place was reserved; in ms since the epoch. */
  readonly at: number;
  /** The same for every try of the revocation; absent where the version before has counted it. */
  readonly reservation?: string;
  /** Absent until a revocation with a reservation has taken effect. */
  readonly isDone?: true;
}

/** The count of one tenant. Users, senders and reservations are digests. */
export interface LimitState {
  readonly counted: readonly CountedRevocation[];
  /** When each sender was last refused, in ms since the epoch. */
  readonly refused?: Readonly<Record<string, number>>;
  /** When the limit last began to hold requests, in ms since the epoch. */
  readonly trippedAt?: number;
}

/** A revocation that asks for a place. */
export interface PlaceRequest {
  readonly user: string;
  readonly sender: string;
  /** The same for every try of one revocation. */
  readonly reservation: string;
}

export type LimitAnswer =
  | { readonly kind: 'reserved' }
  /** `tripped` for the first user beyond the limit, so that it is reported once. */
  | { readonly kind: 'full'; readonly tripped: boolean }
  /** The sender has used its half of the places while another one asks for some. */
  | { readonly kind: 'shareUsed'; readonly tripped: boolean }
  /**
   * The user was signed out for this sender as often as the brake allows, or is about to be: for any sender the last time
   * at `lastAt`, in ms; absent while no revocation has taken effect.
   */
  | { readonly kind: 'repeated'; readonly lastAt?: number };

/** An answer, and the state to store before the answer is given; absent when nothing has changed. */
export interface LimitStep {
  readonly answer: LimitAnswer;
  readonly next?: LimitState;
}

/** A place that was reserved and never dated again counts for so much longer than the window, in ms: a call takes less. */
const MAX_CALL_MS = 10 * 60_000;
/** More revocations than this are not stored for one tenant. */
const MAX_COUNTED = 15_000;

/**
 * Reserves a place within a sliding window. The limit is on people: a user who is counted already has a place. That it
 * has tripped is not answered again within one window, whatever places become free.
 */
export function reservePlace(state: LimitState, request: PlaceRequest, brake: Brake, now: Date): LimitStep {
  const at = now.getTime();
  const live = state.counted.filter((one) => isLive(one, brake, at));
  const others = live.filter(({ reservation }) => reservation !== request.reservation);
  const answer = answerOf(others, live.length > others.length, { ...state, request, brake, at });
  if (answer.kind === 'repeated') return { answer };
  const isTripped = state.trippedAt !== undefined && at - state.trippedAt < brake.windowMs;
  if (answer.kind === 'reserved') {
    const next = { ...state, counted: [...others, { ...request, at }] };
    return { answer, next: isTripped ? next : withoutTrip(next) };
  }
  const step: LimitAnswer = { ...answer, tripped: !isTripped };
  const lastRefused = state.refused?.[request.sender];
  // One write per half of a window is enough to remember that a sender was refused.
  if (isTripped && lastRefused !== undefined && at - lastRefused < brake.windowMs / 2)
    return { answer: step };
  const refused = { ...recently(state.refused, brake, at), [request.sender]: at };
  const trippedAt = isTripped ? state.trippedAt : at;
  return { answer: step, next: { ...state, counted: live, refused, trippedAt } };
}

/** How many users are counted now, as `reservePlace` counts them. */
export function countedUsers({ counted }: LimitState, brake: Brake, now: Date): number {
  const live = counted.filter((one) => isLive(one, brake, now.getTime()));
  return new Set(live.map(({ user }) => user)).size;
}

/**
 * Dates a place again, at the time when its revocation took effect. It keeps its name: a try whose outcome could not be
 * recorded is followed by another, which finds it.
 */
export function confirmPlace(state: LimitState, request: PlaceRequest, now: Date): LimitState {
  return { ...state, counted: [...without(state, request), { ...request, at: now.getTime(), isDone: true }] };
}

/** Gives a place back whose revocation has failed. */
export function releasePlace(state: LimitState, request: PlaceRequest): LimitState {
  return { ...state, counted: without(state, request) };
}

function without({ counted }: LimitState, { reservation }: PlaceRequest): readonly CountedRevocation[] {
  return counted.filter((one) => one.reservation !== reservation);
}

function withoutTrip({ trippedAt: _trippedAt, ...state }: LimitState): LimitState {
  return state;
}

function isLive(one: CountedRevocation, { windowMs }: Brake, now: number): boolean {
  return now - one.at < (hasTakenEffect(one) ? windowMs : windowMs + MAX_CALL_MS);
}

function hasTakenEffect({ reservation, isDone }: CountedRevocation): boolean {
  return isDone === true || reservation === undefined;
}

type Asked = Pick<LimitState, 'refused'> & {
  readonly request: PlaceRequest;
  readonly brake: Brake;
  readonly at: number;
};

/** @param hasPlace whether an earlier try of this revocation has reserved a place */
function answerOf(
  others: readonly CountedRevocation[],
  hasPlace: boolean,
  { request: { user, sender }, brake, refused = {}, at }: Asked,
): LimitAnswer {
  if (hasPlace) return { kind: 'reserved' };
  const ofUser = others.filter((one) => one.user === user);
  if (ofUser.filter((one) => one.sender === sender).length >= brake.repeats) {
    const doneAt = ofUser.filter(hasTakenEffect).map((one) => one.at);
    return { kind: 'repeated', ...(doneAt.length > 0 && { lastAt: Math.max(...doneAt) }) };
  }
  if (others.length >= MAX_COUNTED) return { kind: 'full', tripped: false };
  if (ofUser.length > 0) return { kind: 'reserved' };
  if (hasUsers(others, brake.users)) return { kind: 'full', tripped: false };
  const isContended =
    others.some((one) => one.sender !== undefined && one.sender !== sender) ||
    Object.keys(recently(refused, brake, at)).some((other) => other !== sender);
  if (!isContended) return { kind: 'reserved' };
  const ofSender = others.filter((one) => one.sender === sender);
  return hasUsers(ofSender, Math.ceil(brake.users / 2))
    ? { kind: 'shareUsed', tripped: false }
    : { kind: 'reserved' };
}

function recently(
  refused: LimitState['refused'] = {},
  { windowMs }: Brake,
  at: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(refused).filter(([, when]) => at - when < windowMs));
}

/** Whether these are revocations of so many users. Users are looked at only if there are so many revocations. */
function hasUsers(counted: readonly CountedRevocation[], users: number): boolean {
  return counted.length >= users && new Set(counted.map(({ user }) => user)).size >= users;
}
