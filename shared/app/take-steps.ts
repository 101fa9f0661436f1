import type { StepsApproval } from '../core/approval';
import { withSteps } from '../core/containment-changes';
import type { DirectoryUser } from '../core/directory-user';
import type { Facts } from '../core/facts';
import { methodNames } from '../core/method-name';
import { nextStep } from '../core/next-step';
import type { Outcome } from '../core/outcome';
import type { Plan } from '../core/plan';
import { onlyReads } from '../core/plan';
import { isTransient } from '../core/retry-later';
import type { MethodAnswer } from '../core/revocation';
import { outcomeOfNoSteps, outcomeOfSteps } from '../core/steps-outcome';
import type { Answer, Retry } from './answer';
import { retryOfFailure } from './answer';
import { knownOf } from './begin-user';
import { callsOf } from './contain';
import { containmentRecord } from './containment-record';
import type { Dependencies } from './dependencies';
import { endAskedSteps } from './end-steps';
import { readFacts } from './learn-facts';
import { policyNow } from './policy-now';
import { publishUserOnce } from './publish-user';
import { callOf } from './revoke-once-more';
import type { RequestWork, UserWork } from './work';
import { userContext } from './work';

/**
 * Takes the steps of a containment that a person has approved, in their order, unless policy forbids by now what it forbids of a
 * revocation that was approved. What they change is in the record of the containment.
 *
 * @throws Unavailable when the ledger or the topic is; repeating it is harmless
 */
export function takeSteps(
  dependencies: Dependencies,
  request: RequestWork,
  approval: StepsApproval,
): Promise<Answer> {
  return publishUserOnce<never>(dependencies, request, approval.reference, {
    make: (user) => decideAndTake(dependencies, user, approval),
  });
}

async function decideAndTake(
  dependencies: Dependencies,
  user: UserWork,
  approval: StepsApproval,
): Promise<Outcome | Retry> {
  const { facts, plan } = await planNow(dependencies, user);
  const found = facts.user?.kind === 'found' ? facts.user.user : undefined;
  if (plan.kind === 'proceed' && plan.mode === 'revoke') return take(dependencies, user, approval, plan.user);
  const failure = plan.kind === 'deny' ? plan.denial.failure : undefined;
  const retry = failure && retryOfFailure(dependencies, user.age, failure);
  if (retry) return retry;
  await endAskedSteps(dependencies, approval);
  return outcomeOfNoSteps(userContext(user, dependencies, found), plan);
}

/** What policy says by now of the user, as of one whose revocation was approved. It only reads: there is nothing left to revoke. */
async function planNow(
  dependencies: Dependencies,
  user: UserWork,
): Promise<{ readonly facts: Facts; readonly plan: Plan }> {
  const none = { kind: 'none' } as const;
  const facts: Facts = { ...knownOf(user), approval: none, earlier: none };
  for (;;) {
    const { containment: _steps, ...policy } = await policyNow(dependencies);
    const step = nextStep(user.request, facts, policy, dependencies.clock.now());
    if (step.kind !== 'need') return { facts, plan: step };
    if (!onlyReads(step)) throw new Error('Steps that are approved need no lease and no place.');
    Object.assign(facts, await readFacts(dependencies, user, step));
  }
}

async function take(
  dependencies: Dependencies,
  user: UserWork,
  approval: StepsApproval,
  target: DirectoryUser,
): Promise<Outcome | Retry> {
  const { containment, steps } = approval.contain;
  const { ledger, policy } = dependencies;
  const { containments } = ledger;
  const place = { tenantId: policy.tenantId, userId: target.id, outcomeId: containment };
  const stored = await containments.find(place);
  const context = userContext(user, dependencies, target);
  if (!stored) return outcomeOfSteps(context, steps, 'containmentMissing');
  const record = containmentRecord(containments, stored);
  if (!(await record.change((one) => withSteps(one, { steps })))) {
    await endAskedSteps(dependencies, approval);
    return outcomeOfSteps(context, steps, 'containmentEnded');
  }
  const work = { user: target, record, call: callOf(user, target) };
  // The sessions were revoked, and what the account had was read, before anybody was asked.
  const [snapshotTaken, revoked] = [Promise.resolve(), Promise.resolve()];
  const taken = { steps, methods: policy.methods, snapshotTaken, revoked };
  const answers = await answersOf(callsOf(dependencies, work, taken));
  const failed = answers.flatMap(({ method, answer }) =>
    answer.kind === 'failed' ? [{ method, failure: answer.failure }] : [],
  );
  const passing = failed.find(({ failure }) => isTransient(failure));
  const retry = passing && retryOfFailure(dependencies, user.age, passing.failure);
  if (retry) return retry;
  const ended = failed.map(({ method }) => method);
  await endAskedSteps(dependencies, approval, ended);
  return outcomeOfSteps(userContext(user, dependencies, target), steps, answers);
}

/** All answers, in the order in which outcomes list them: nobody waits for this outcome as for a sign-out. */
async function answersOf(calls: ReturnType<typeof callsOf>): Promise<readonly MethodAnswer[]> {
  const answers = await Promise.all(
    [...calls].map(async ([method, answering]) => ({ method, answer: await answering })),
  );
  return methodNames.flatMap((name) => answers.filter(({ method }) => method === name));
}
