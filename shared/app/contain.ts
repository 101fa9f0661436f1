import { awaitingAnswers } from '../core/awaiting-answers';
import type { StepAnswer } from '../core/containment-answer';
import { stepNames, withSteps } from '../core/containment-changes';
import type { ContainmentPlan } from '../core/containment-policy';
import type { ContainmentStep } from '../core/containment-step';
import { isRemoval } from '../core/containment-step';
import type { MethodName } from '../core/method-name';
import { methodNames } from '../core/method-name';
import { isTransient } from '../core/retry-later';
import type { MethodAnswer, RevocationAnswer } from '../core/revocation';
import type { DirectoryUser } from '../core/directory-user';
import type { ProceedPlan } from '../core/plan';
import type { RevocationMethods } from '../core/revocation-method';
import { beginContainment } from './begin-containment';
import type { RevocationCall } from '../ports/revoker';
import type { UserWork } from './work';
import type { Clock } from '../ports/clock';
import type { Dependencies } from './dependencies';
import type { StepWork } from './do-step';
import { doStep, stepNotDone } from './do-step';
import { laterCallNow } from './later-call';
import type { CallsUnderWay } from './other-methods';
import { MAX_WAIT_FOR_OTHERS_MS, PENDING, answerNow } from './other-methods';
import { revokeAgain } from './revoke-again';

/** The steps that are under way beside a revocation. */
export interface StepCalls {
  /** Waits a while for those that are under way. Those that take longer go on, and are added to `underWay`. Never rejects. */
  answersInTime(clock: Clock, underWay: CallsUnderWay): Promise<readonly MethodAnswer[]>;
}

type Answering = Promise<RevocationAnswer | StepAnswer>;

/** Begins steps as soon as what the account has is read; `revoked` settles when the first revocation has been answered. */
export type BeginSteps = (call: RevocationCall, revoked: Promise<unknown>) => StepCalls;

/** Prepares the steps of a plan: what is about to be done to the user is in the ledger by then. Without steps nothing is done. */
export async function prepareSteps(
  dependencies: Dependencies,
  user: UserWork,
  { user: found, methods, containment }: ProceedPlan,
): Promise<BeginSteps> {
  if (!containment) return () => ({ answersInTime: () => Promise.resolve([]) });
  const { steps, awaiting = [] } = containment;
  const denied = deniedAnswers(containment);
  if (steps.length + awaiting.length === 0) return () => ({ answersInTime: () => Promise.resolve(denied) });
  const { record, snapshotTaken } = await beginContainment(dependencies, user, found, containment);
  return (call, revoked) => {
    // What an earlier try has begun goes on.
    const { steps: all } = withSteps(record.current(), containment);
    const work = { user: found, record, call: laterCallNow(call, user.age, dependencies.clock.now()) };
    const before = { snapshotTaken, revoked: revoked.catch(() => undefined) };
    const calls = callsOf(dependencies, work, { steps: all, methods, ...before });
    const waiting = awaitingAnswers(awaiting.filter((step) => !all.includes(step)));
    return stepCalls(calls, found, [...waiting, ...denied]);
  };
}

function stepCalls(
  calls: ReadonlyMap<MethodName, Answering>,
  user: DirectoryUser,
  others: readonly MethodAnswer[],
): StepCalls {
  const answers = new Map<MethodName, MethodAnswer>();
  const ended = [...calls].map(async ([method, answering]) => {
    try {
      answers.set(method, { method, answer: answerNow(await answering) });
    } catch {
      // A bug, or the ledger: the later try that does the step again ends with its error.
      answers.set(method, { method, answer: PENDING });
    }
  });
  return {
    answersInTime: async (clock, underWay) => {
      if (answers.size < calls.size)
        await Promise.race([Promise.all(ended), clock.sleep(MAX_WAIT_FOR_OTHERS_MS)]);
      for (const [method, answering] of calls)
        if (!answers.has(method)) underWay.set(method, { user, answering });
      const listed = methodNames.filter((method) => calls.has(method));
      const found = listed.map((method) => answers.get(method) ?? { method, answer: PENDING });
      return [...found, ...others];
    },
  };
}

/** Steps, and what they come after. */
interface StepsToTake {
  readonly steps: readonly ContainmentStep[];
  readonly methods: RevocationMethods;
  /** Settles when what the account has was read. It never rejects. */
  readonly snapshotTaken: Promise<void>;
  /** Settles when the first revocation has been answered. It never rejects. */
  readonly revoked: Promise<unknown>;
}

/**
 * The sessions are revoked once more when sign-in is disabled; what was added is removed after that, so that nobody who is
 * still signed in can add it again. The failure of one step stops no other.
 */
export function callsOf(
  dependencies: Dependencies,
  work: StepWork,
  { steps, methods, snapshotTaken, revoked }: StepsToTake,
): ReadonlyMap<MethodName, Answering> {
  const calls = new Map<MethodName, Answering>();
  for (const step of steps)
    if (!isRemoval(step))
      calls.set(
        step,
        snapshotTaken.then(() => doStep(dependencies, step, work)),
      );
  const disabling = calls.get('disableSignIn');
  let before: Promise<unknown> = Promise.all([revoked, snapshotTaken]);
  if (disabling && stepNames(steps, methods).includes('revokeAgain')) {
    const again = revoked.then(() => afterDisabling(dependencies, work, disabling));
    before = again.catch(() => undefined);
    calls.set('revokeAgain', again);
  }
  for (const step of steps)
    if (isRemoval(step))
      calls.set(
        step,
        before.then(() => doStep(dependencies, step, work)),
      );
  return calls;
}

async function afterDisabling(dependencies: Dependencies, work: StepWork, disabling: Answering): Answering {
  const disabled = await disabling;
  // It is disabled by a later try, which then revokes.
  if (disabled.kind === 'failed' && isTransient(disabled.failure))
    return stepNotDone(disabled.failure.kind, disabled.failure.detail);
  return revokeAgain(dependencies, work);
}

/** The answers for steps that are not done. */
export function deniedAnswers({ denied }: ContainmentPlan): readonly MethodAnswer[] {
  return denied.map(({ step, kind, reason }) => ({
    method: step,
    answer: stepNotDone(kind === 'notAllowed' ? 'notEnabled' : 'notDone', reason),
  }));
}
