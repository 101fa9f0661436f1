import { compact } from '../core/compact';
import type { DirectoryUser } from '../core/directory-user';
import type { EarlierRevocation } from '../core/earlier-revocation';
import { hasMoved } from '../core/intent';
import type { Plan, ProceedPlan } from '../core/plan';
import { senderOfShare } from '../core/received-by';
import type { Execution, MethodAnswer, Proof } from '../core/revocation';
import { otherMethods, primaryMethod } from '../core/revocation-method';
import type { Directory } from '../ports/directory';
import type { RevocationCall } from '../ports/revoker';
import { revokerOf } from '../ports/revoker';
import type { RevocationLeases, UserLease } from './claim';
import { prepareSteps } from './contain';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import type { OtherCalls } from './other-methods';
import { beginOthers } from './other-methods';
import { rememberRevocation, revocationOf } from './remember-revocation';
import { stoppable } from './stoppable';
import type { UserWork } from './work';

/** A plan that is more than a preview. */
export type RevocationPlan = ProceedPlan & { readonly mode: 'revoke' };

export function isRevocation(plan: Plan): plan is RevocationPlan {
  return plan.kind === 'proceed' && plan.mode === 'revoke';
}

/**
 * Carries a plan out, with the steps of its containment beside it: the intent is in the ledger by then, and the lease of the outcome, and that of the deduplication key if
 * there is one, is held at each call.
 */
export async function carryOut(
  dependencies: Dependencies,
  work: UserWork,
  plan: RevocationPlan,
  leases: RevocationLeases,
): Promise<Execution> {
  const { steps: planned = [], awaiting } = plan.containment ?? {};
  const user = { ...work, ...compact({ steps: planned.length > 0 ? planned : undefined, awaiting }) };
  const begin = await prepareSteps(dependencies, user, plan);
  const call = callOf(user, plan.user, leases);
  const signingOut = signOut(dependencies, user, plan, call);
  const steps = begin(call, signingOut);
  const { execution, others, answersUntil } = await signingOut;
  const stepAnswers = () => steps.answersInTime(dependencies.clock, user.underWay);
  if (execution.kind === 'failed')
    return withAnswers(execution, [...others.answersNow(), ...(await stepAnswers())]);
  // Beside the outcome. If it fails, others revoke as well.
  if (leases.user) {
    const recorded = recordForUser(user, leases.user, { ...execution, answersUntil });
    user.beside.push(recorded.catch(() => undefined));
  }
  if (leases.alert)
    await recordForAlert(dependencies, user, leases.alert, { ...execution, userId: plan.user.id });
  const [otherAnswers, answersOfSteps] = await Promise.all([
    others.answersInTime(dependencies.clock, user.underWay),
    stepAnswers(),
  ]);
  return withAnswers(execution, [...otherAnswers, ...answersOfSteps]);
}

function callOf(
  { request, lane, lease: own }: UserWork,
  { id }: DirectoryUser,
  { alert }: RevocationLeases,
): RevocationCall {
  return compact({
    mayCall: () => own.mayCall() && (alert?.mayCall() ?? true),
    share: [senderOfShare(request.receivedBy), request.id, id],
    lane,
  });
}

interface SignedOut {
  readonly execution: Execution;
  readonly others: OtherCalls;
  /** The broker's time when the last call of the primary method began, as far as it is known. */
  readonly answersUntil: Date | undefined;
}

/**
 * Signs the user of a plan out by its primary method, beside which the others are under way, and reads back whether it
 * took effect.
 */
async function signOut(
  dependencies: Dependencies,
  { stopwatch }: UserWork,
  { user, methods }: RevocationPlan,
  call: RevocationCall,
): Promise<SignedOut> {
  const { directory, tokenLifetimes, brokerTime } = dependencies;
  const revokers = stoppable(dependencies);
  let answersUntil: Date | undefined;
  const primary: RevocationCall = {
    ...call,
    mayCall: () => {
      answersUntil = brokerTime.atLeast();
      return call.mayCall();
    },
  };
  const method = primaryMethod(methods);
  const answering = stopwatch.time('revoke', () => revokerOf(revokers, method).revoke(user, primary));
  const others = beginOthers(revokers, otherMethods(methods), user, call);
  const answer = await answering;
  const answers = [{ method, answer }];
  if (answer.kind === 'failed') {
    return { execution: { kind: 'failed', answers, failure: answer.failure }, others, answersUntil };
  }
  const { acceptedAt } = answer;
  const proof: Proof =
    method === 'graph' ? await stopwatch.time('verify', () => prove(directory, user)) : { kind: 'none' };
  const tokenLife = tokenLifetimes.known();
  return { execution: { kind: 'revoked', answers, acceptedAt, proof, tokenLife }, others, answersUntil };
}

function withAnswers(execution: Execution, others: readonly MethodAnswer[]): Execution {
  return { ...execution, answers: [...execution.answers, ...others] };
}

type Revoked = Extract<Execution, { readonly kind: 'revoked' }>;

/** Records a revocation for the deduplication of later requests. */
async function recordForAlert(
  dependencies: Dependencies,
  user: UserWork,
  lease: KeptLease<EarlierRevocation>,
  { userId, acceptedAt }: Revoked & { readonly userId: string },
): Promise<void> {
  const recorded = await lease.record(revocationOf(user, acceptedAt));
  // Another request with this deduplication key has taken over: this revocation is reported all the same.
  if (recorded.kind === 'leaseLost') await rememberRevocation(dependencies, user, userId, acceptedAt);
}

/** Records a revocation for the requests that came before it, if the directory shows it. */
async function recordForUser(
  { outcomeId, steps, awaiting }: UserWork,
  lease: UserLease,
  { acceptedAt, proof, answersUntil }: Revoked & Pick<SignedOut, 'answersUntil'>,
): Promise<void> {
  if (proof.kind !== 'changed') return lease.release();
  const revokedAt = acceptedAt.toISOString();
  const until = answersUntil?.toISOString();
  await lease.record(compact({ outcomeId, revokedAt, answersUntil: until, steps, awaiting }));
}

async function prove(directory: Directory, user: DirectoryUser): Promise<Proof> {
  const after = await directory.sessionsValidFrom(user.id);
  if (after.kind === 'failed') return { kind: 'unread', failure: after.failure };
  return hasMoved(user.sessionsValidFrom, after.sessionsValidFrom)
    ? { kind: 'changed' }
    : { kind: 'notChanged' };
}
