import type { BackendFailure } from '../core/backend-failure';
import type { OutcomeSummary } from '../core/outcome';
import type { RequestAge } from '../core/request-age';
import { backoffMs, retryAt } from '../core/retry-later';
import type { WaitReason } from '../ports/telemetry';
import type { Unavailable } from '../ports/unavailable';
import type { UserReference } from '../core/user-reference';
import type { Dependencies } from './dependencies';
import { LEASE_MS } from './lease-terms';
import type { RequestWork } from './work';

/** After so many ms nothing more of a message is begun. The rest of the ten minutes is for what has begun. */
const MAX_WORK_MS = 240_000;

/** How one part of a message was answered: with an outcome on the topic, or not yet. */
export type Answer = Published | Retry;

export interface Published {
  readonly kind: 'published';
  readonly outcome: OutcomeSummary;
  /** The outcome was recorded already: it was published again where that was needed, and nothing else was done. */
  readonly republished: boolean;
  /** A method of it has not answered yet: the message is tried again for that. */
  readonly retry?: Retry;
  /** Calls the methods that are still pending in it; left to the caller, which first leaves the tenant's bulkhead. */
  readonly callMethods?: () => Promise<Published>;
  /** The message was a decision on another request: there is nothing in it to replay. */
  readonly needsNoOriginal?: true;
}

/** It must be tried again; no outcome was published. */
export interface Retry {
  readonly kind: 'retry';
  readonly at: Date;
  readonly reason: WaitReason;
}

/** The directory did not know a user of a request, who is looked up once more before that counts. */
export interface NotFoundYet {
  readonly kind: 'notFoundYet';
  /** What to act with in the tenant of the request, which is where they are looked up. */
  readonly dependencies: Dependencies;
  readonly request: RequestWork;
  readonly reference: UserReference;
}

/** Why there is no outcome yet. */
export type NotYet = Retry | NotFoundYet;

/** The answer of a first look. */
export type FirstAnswer = Answer | NotFoundYet;

/** What became of a message. */
export interface Processed {
  /** Outcomes that are on the topic; where a backend could not be reached, those that were counted before. */
  readonly published: readonly Published[];
  /** Set when some work remains, for which a copy of the message is scheduled. */
  readonly retry?: Retry;
}

/** The retry for a failure that may pass; undefined: it will not, or the request is too old to be tried again. */
export function retryOfFailure(
  { policy, clock, random }: Pick<Dependencies, 'policy' | 'clock' | 'random'>,
  age: RequestAge,
  failure: BackendFailure,
): Retry | undefined {
  const at = retryAt(failure, age, { policy, now: clock.now(), random: random() });
  return at && { kind: 'retry', at, reason: waitReasonOf(failure) };
}

/** The retry for a failure that may pass, which is waited for as long as it takes: the request has an end of its own. */
export function retryWithoutEnd(
  failure: BackendFailure,
  attempts: number,
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
): Retry {
  const waitMs = Math.max(backoffMs(attempts, random()), failure.retryAfterMs ?? 0);
  return { kind: 'retry', at: new Date(clock.now().getTime() + waitMs), reason: waitReasonOf(failure) };
}

/** The retry for a backend that cannot be reached: it is retried for as long as it takes. */
export function retryWhenAvailable(
  { what }: Unavailable,
  attempts: number,
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
): Retry {
  const at = new Date(clock.now().getTime() + backoffMs(attempts, random()));
  return { kind: 'retry', at, reason: `${what}Unavailable` };
}

/** The retry of work whose lease was lost: its new holder may have answered by then. */
export function retryAfterLease({ clock }: Pick<Dependencies, 'clock'>): Retry {
  return { kind: 'retry', at: new Date(clock.now().getTime() + LEASE_MS), reason: 'claimed' };
}

/**
 * The retry of what has not been begun after a message has taken too long: the host ends a process in which a message takes
 * ten minutes, and everything else that the process does.
 */
export function retryIfTooLong(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  receivedAt: Date,
  attempts: number,
): Retry | undefined {
  const now = clock.now().getTime();
  if (now - receivedAt.getTime() < MAX_WORK_MS) return undefined;
  return { kind: 'retry', at: new Date(now + backoffMs(attempts, random())), reason: 'backendUnavailable' };
}

/** Why a request waits whose backend has failed. */
export function waitReasonOf({ kind }: BackendFailure): WaitReason {
  if (kind === 'throttled') return 'throttled';
  return kind === 'leaseEnded' ? 'claimed' : 'backendUnavailable';
}

/** The retry that comes first. */
export function earliest(retries: readonly Retry[]): Retry | undefined {
  const [first] = retries.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return first;
}

/** The tries that are still to come. */
export function retriesOf(answers: readonly Answer[]): readonly Retry[] {
  return answers.flatMap((answer) => (answer.kind === 'retry' ? [answer] : (answer.retry ?? [])));
}

/** The answers that are on the topic. */
export function publishedOf(answers: readonly Answer[]): readonly Published[] {
  return answers.filter((answer) => answer.kind === 'published');
}
