import type { Facts } from '../core/facts';
import { nextStep } from '../core/next-step';
import type { Outcome } from '../core/outcome';
import { outcomeOfApprovalRequest, outcomeOfPlan } from '../core/user-outcomes';
import type { Plan } from '../core/plan';
import type { Execution } from '../core/revocation';
import type { UserReference } from '../core/user-reference';
import type { FirstAnswer, NotFoundYet, Retry } from './answer';
import { retryOfFailure } from './answer';
import type { NewRequest } from './begin-user';
import { beginUser, knownOf } from './begin-user';
import { carryOut, isRevocation } from './carry-out';
import type { RevocationLeases } from './claim';
import { releaseLeases, releaseLeasesQuietly } from './claim';
import type { Dependencies } from './dependencies';
import { outcomeOfLostAnswer } from './interrupted-call';
import { foreseeSteps } from './foresee-steps';
import { learnFacts } from './learn-facts';
import { policyNow } from './policy-now';
import { publishUserOnce } from './publish-user';
import { requestApproval, scheduleExpiry } from './request-approval';
import { settlePlace } from './reserved-place';
import type { RequestWork, UserWork } from './work';
import { userContext } from './work';

/** Answers one user of a request: learns what policy asks for, does what it plans, and publishes the outcome. */
export function revokeUser(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
): Promise<FirstAnswer> {
  return publishUserOnce(dependencies, request, reference, {
    make: (user) => decideAndAct(dependencies, user, knownOf(user)),
  });
}

/**
 * Answers the only user of a request that the ledger may not know: what only reads comes before the lease, and one write has
 * the request, the lease and the intent. If the ledger knows the request, it is registered and answered like any other.
 */
export async function revokeNewUser(
  dependencies: Dependencies,
  request: NewRequest,
  reference: UserReference,
): Promise<FirstAnswer> {
  const begun = await beginUser(dependencies, request, reference);
  if (!begun) return (await request.register()) ?? revokeUser(dependencies, request, reference);
  const { facts, ...more } = begun;
  return publishUserOnce(dependencies, request, reference, {
    begun,
    make: (user) => decideAndAct(dependencies, { ...user, ...more }, facts),
  });
}

async function decideAndAct(
  dependencies: Dependencies,
  user: UserWork,
  known: Facts,
): Promise<Outcome | Retry | NotFoundYet> {
  const { clock } = dependencies;
  const facts = { ...known };
  let leases: RevocationLeases = {};
  try {
    for (;;) {
      const policy = await policyNow(dependencies);
      const step = nextStep(user.request, facts, policy, clock.now());
      if (step.kind !== 'need') return await act(dependencies, user, { facts, plan: step, leases });
      const learned = await learnFacts(dependencies, user, step);
      if (learned.kind === 'retry') {
        await releaseLeases(leases);
        return learned;
      }
      Object.assign(facts, learned.facts);
      leases = learned.leases ?? leases;
    }
  } catch (failure) {
    await releaseLeasesQuietly(leases);
    throw failure;
  }
}

interface Decided {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly leases: RevocationLeases;
}

/** Does what a plan says, and makes its outcome. */
async function act(
  dependencies: Dependencies,
  user: UserWork,
  { facts, plan, leases }: Decided,
): Promise<Outcome | Retry | NotFoundYet> {
  if (isNotFoundYet(user, facts, plan)) {
    const { reference } = user;
    return { kind: 'notFoundYet', dependencies, request: user, reference };
  }
  const execution = isRevocation(plan) ? await carryOut(dependencies, user, plan, leases) : undefined;
  if (execution?.kind !== 'revoked') await releaseLeases(leases);
  const retry = retryOf(dependencies, user, plan, execution);
  if (retry) return retry;
  if (execution && plan.kind === 'proceed') {
    const found = await outcomeOfLostAnswer(dependencies, user, plan.user, execution);
    if (found) return found;
    if (facts.limit) settlePlace(dependencies, user, plan.user.id, execution);
  }
  return outcomeOf(dependencies, user, { facts, plan, execution });
}

/** Graph is only eventually consistent: a user whom it does not know at the first look may exist. */
function isNotFoundYet({ isLastLook = false }: UserWork, { user }: Facts, plan: Plan): boolean {
  return !isLastLook && user?.kind === 'notFound' && plan.kind === 'deny' && plan.about === 'user';
}

/** A failure that may pass by itself is no outcome yet. */
function retryOf(
  dependencies: Dependencies,
  { age }: UserWork,
  plan: Plan,
  execution: Execution | undefined,
): Retry | undefined {
  const denied = plan.kind === 'deny' ? plan.denial.failure : undefined;
  const failure = execution?.kind === 'failed' ? execution.failure : denied;
  return failure && retryOfFailure(dependencies, age, failure);
}

async function outcomeOf(
  dependencies: Dependencies,
  user: UserWork,
  { facts, plan, execution }: Omit<Decided, 'leases'> & { readonly execution: Execution | undefined },
): Promise<Outcome> {
  const { policy, clock } = dependencies;
  const { tenantId } = policy;
  if (plan.kind === 'await') {
    await scheduleExpiry(dependencies, plan.approval);
    return outcomeOfApprovalRequest(plan.approval, { tenantId, completedAt: clock.now() });
  }
  if (plan.kind === 'hold' && plan.mode === 'revoke') {
    const approval = await requestApproval(dependencies, user, plan);
    return outcomeOfApprovalRequest(approval, { tenantId, completedAt: clock.now() });
  }
  const found = facts.user?.kind === 'found' ? facts.user.user : undefined;
  const foreseen =
    plan.kind === 'proceed' && plan.mode === 'whatIf' ? await foreseeSteps(dependencies, user, plan) : [];
  const outcome = outcomeOfPlan(userContext(user, dependencies, found), plan, execution);
  return { ...outcome, methods: [...outcome.methods, ...foreseen] };
}
