import { conclude } from '../core/conclude';
import { decide } from '../core/decide';
import type { Outcome } from '../core/outcome';
import { outcomeId } from '../core/outcome-id';
import type { Plan } from '../core/plan';
import type { RevocationRequest } from '../core/request';
import type { Execution } from '../core/revocation';
import type { UserReference } from '../core/user-reference';
import { carryOut } from './carry-out';
import type { Dependencies } from './dependencies';
import { gatherFacts } from './gather-facts';
import { publishOutcome } from './publish-outcome';
import type { Stopwatch } from './stopwatch';
import { startStopwatch } from './stopwatch';

/** What the users of one request share while it is processed. */
export interface RequestInProgress {
  readonly request: RevocationRequest;
  readonly receivedAt: Date;
  readonly traceparent?: string;
  /** Object ids that a reference of this request has resolved to, with the outcome that deals with each. */
  readonly taken: Map<string, string>;
}

/** Gathers, decides, carries out and publishes for one user of a request. */
export async function processUser(
  dependencies: Dependencies,
  inProgress: RequestInProgress,
  reference: UserReference,
): Promise<Outcome> {
  const { policy, clock } = dependencies;
  const { request, receivedAt, traceparent } = inProgress;
  const stopwatch = startStopwatch(clock);
  const facts = await gatherFacts(dependencies, request, reference, stopwatch);
  const plan = decide(request, facts, policy);
  const id = outcomeId(policy.tenantId, request.id, reference);
  const execution = await carryOutOnce(dependencies, inProgress.taken, { id, plan, stopwatch });
  const outcome = conclude({
    id,
    request,
    tenantId: policy.tenantId,
    reference,
    facts,
    plan,
    execution,
    receivedAt,
    completedAt: clock.now(),
  });
  await publishOutcome(dependencies, outcome, stopwatch, traceparent);
  return outcome;
}

/** A user whom the request names in two ways, by name and by id, is dealt with once. */
async function carryOutOnce(
  dependencies: Dependencies,
  taken: Map<string, string>,
  { id, plan, stopwatch }: { readonly id: string; readonly plan: Plan; readonly stopwatch: Stopwatch },
): Promise<Execution> {
  if (plan.kind === 'proceed') {
    const takenBy = taken.get(plan.user.id);
    if (takenBy !== undefined) return { kind: 'sameUser', outcomeId: takenBy };
    taken.set(plan.user.id, id);
  }
  return carryOut(dependencies, plan, stopwatch);
}
