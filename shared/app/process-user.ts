import type { Arrival } from '../core/arrival';
import { conclude } from '../core/conclude';
import { decide } from '../core/decide';
import type { Facts } from '../core/facts';
import type { RequestIdentity } from '../core/ledger-key';
import { occasionKey } from '../core/ledger-key';
import type { Outcome, OutcomeConfirmation } from '../core/outcome';
import type { Plan } from '../core/plan';
import type { RevocationRequest } from '../core/request';
import type { BackendFailure } from '../core/backend-failure';
import { retryAt } from '../core/retry-later';
import type { Execution } from '../core/revocation';
import type { UserReference } from '../core/user-reference';
import { answerUser } from './answer-user';
import { carryOutOnOccasion } from './carry-out-on-occasion';
import { carryOutUnderBrake } from './carry-out-under-brake';
import type { Dependencies } from './dependencies';
import type { Ending, Waiting } from './ending';
import { gatherFacts } from './gather-facts';
import { foundAtRest, heldOutcome, layToRest } from './hold-request';
import type { Stopwatch } from './stopwatch';

/** What the users of one request share while it is processed. */
export interface RequestInProgress {
  readonly request: RevocationRequest;
  readonly identity: RequestIdentity;
  /** Where the ledger keeps what belongs to it. */
  readonly partition: string;
  readonly arrival: Arrival;
  readonly receivedAt: Date;
  readonly traceparent: string | undefined;
  /** Object ids that a reference of this request has resolved to, with the outcome that deals with each. */
  readonly taken: Map<string, string>;
  /** Set when it has waited for a person, and how that has ended. */
  readonly confirmation?: OutcomeConfirmation;
}

/** One user's outcome in the making. */
export interface UserInProgress extends RequestInProgress {
  readonly outcomeId: string;
  readonly stopwatch: Stopwatch;
}

/** What was decided with which facts, and what came of it. */
export interface Done {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly execution: Execution;
}

/** Claims, gathers, decides, carries out, records and publishes for one user of a request. */
export function processUser(
  dependencies: Dependencies,
  inProgress: RequestInProgress,
  reference: UserReference,
): Promise<Ending> {
  return answerUser(dependencies, inProgress, reference, (user) => work(dependencies, user, reference));
}

async function work(
  dependencies: Dependencies,
  user: UserInProgress,
  reference: UserReference,
): Promise<Outcome | Waiting> {
  const { policy, clock } = dependencies;
  const { request, receivedAt, confirmation } = user;
  const resting = await foundAtRest(dependencies, user);
  if (resting) return heldOutcome(dependencies, resting);
  const facts = await gatherFacts(dependencies, user, reference, user.stopwatch);
  const done = await carryOutDecision(dependencies, user, facts);
  if ('until' in done) return done;
  const wait = waitFor(dependencies, user.arrival, done);
  if (wait) return wait;
  const { plan } = done;
  if (plan.kind === 'hold' && plan.mode === 'revoke') {
    return heldOutcome(dependencies, await layToRest(dependencies, user, reference, plan));
  }
  return conclude({
    id: user.outcomeId,
    request,
    tenantId: policy.tenantId,
    reference,
    ...done,
    receivedAt,
    completedAt: clock.now(),
    ...(confirmation && { confirmation }),
  });
}

async function carryOutDecision(
  dependencies: Dependencies,
  user: UserInProgress,
  facts: Facts,
): Promise<Done | Waiting> {
  const { policy, clock } = dependencies;
  const { request, taken, outcomeId: id } = user;
  const plan = decide(request, facts, policy, clock.now());
  if (plan.kind === 'refuse') return { facts, plan, execution: { kind: 'none' } };
  // A user whom the request names in two ways, by name and by id, is dealt with once.
  const takenBy = taken.get(plan.user.id);
  if (takenBy !== undefined) return { facts, plan, execution: { kind: 'sameUser', outcomeId: takenBy } };
  taken.set(plan.user.id, id);
  if (plan.kind === 'hold') return { facts, plan, execution: { kind: 'none' } };
  const occasion = occasionKey(request, { tenantId: policy.tenantId, userId: plan.user.id });
  return occasion
    ? carryOutOnOccasion(dependencies, user, { occasion, facts, plan })
    : carryOutUnderBrake(dependencies, user, { facts, plan });
}

/** A failure that time may heal is no outcome yet. */
function waitFor({ policy, clock, random }: Dependencies, arrival: Arrival, done: Done): Waiting | undefined {
  const failure = failureOf(done);
  const until = failure && retryAt(failure, arrival, { policy, now: clock.now(), random: random() });
  if (!until) return undefined;
  return {
    kind: 'waiting',
    until,
    because: failure.kind === 'throttled' ? 'throttled' : 'backendUnavailable',
  };
}

function failureOf({ facts, execution }: Done): BackendFailure | undefined {
  if (execution.kind === 'failed') return execution.failure;
  if (facts.user.kind === 'lookupFailed') return facts.user.failure;
  return facts.memberships?.kind === 'unreadable' ? facts.memberships.failure : undefined;
}
