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
import type { Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Dependencies } from './dependencies';
import { intentOf } from './interrupted-call';
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
 * Carries a plan out: the intent is in the ledger before the backend is called, and the lease is held at each call.
 *
 * @param lease of the deduplication key, if the request has one
 */
export async function carryOut(
  dependencies: Dependencies,
  user: UserWork,
  plan: RevocationPlan,
  lease: KeptLease<EarlierRevocation> | undefined,
): Promise<Execution | Retry> {
  const isDeclared = await user.lease.declare(intentOf(user, plan.user, dependencies.clock.now()));
  if (!isDeclared) {
    await lease?.release();
    return retryAfterLease(dependencies);
  }
  const { execution, others } = await signOut(dependencies, user, plan, lease);
  if (execution.kind === 'failed') return withAnswers(execution, others.answersNow());
  if (lease) await recordRevocation(dependencies, user, plan.user.id, { lease, ...execution });
  return withAnswers(execution, await others.answersInTime(dependencies.clock, user.underWay));
}

/**
 * Signs the user of a plan out by its primary method, beside which the others are under way, and reads back whether it
 * took effect.
 */
async function signOut(
  dependencies: Dependencies,
  { request, lane, lease: own, stopwatch }: UserWork,
  { user, methods }: RevocationPlan,
  lease: KeptLease<EarlierRevocation> | undefined,
): Promise<{ readonly execution: Execution; readonly others: OtherCalls }> {
  const { directory, tokenLifetimes } = dependencies;
  const revokers = stoppable(dependencies);
  const call: RevocationCall = compact({
    mayCall: () => own.mayCall() && (lease?.mayCall() ?? true),
    share: [senderOfShare(request.receivedBy), request.id, user.id],
    lane,
  });
  const method = primaryMethod(methods);
  const answering = stopwatch.time('revoke', () => revokerOf(revokers, method).revoke(user, call));
  const others = beginOthers(revokers, otherMethods(methods), user, call);
  const answer = await answering;
  const answers = [{ method, answer }];
  if (answer.kind === 'failed') {
    return { execution: { kind: 'failed', answers, failure: answer.failure }, others };
  }
  const { acceptedAt } = answer;
  const proof: Proof =
    method === 'graph' ? await stopwatch.time('verify', () => prove(directory, user)) : { kind: 'none' };
  const tokenLife = tokenLifetimes.known();
  return { execution: { kind: 'revoked', answers, acceptedAt, proof, tokenLife }, others };
}

function withAnswers(execution: Execution, others: readonly MethodAnswer[]): Execution {
  return { ...execution, answers: [...execution.answers, ...others] };
}

/** Records a revocation for the deduplication of later requests. */
async function recordRevocation(
  dependencies: Dependencies,
  user: UserWork,
  userId: string,
  { lease, acceptedAt }: { readonly lease: KeptLease<EarlierRevocation>; readonly acceptedAt: Date },
): Promise<void> {
  const recorded = await lease.record(revocationOf(user, acceptedAt));
  // Another request with this deduplication key has taken over: this revocation is reported all the same.
  if (recorded.kind === 'leaseLost') await rememberRevocation(dependencies, user, userId, acceptedAt);
}

async function prove(directory: Directory, user: DirectoryUser): Promise<Proof> {
  const after = await directory.sessionsValidFrom(user.id);
  if (after.kind === 'failed') return { kind: 'unread', failure: after.failure };
  return hasMoved(user.sessionsValidFrom, after.sessionsValidFrom)
    ? { kind: 'changed' }
    : { kind: 'notChanged' };
}
