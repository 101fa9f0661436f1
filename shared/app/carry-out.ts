import type { DirectoryUser } from '../core/directory-user';
import type { EarlierRevocation } from '../core/earlier-revocation';
import { hasMoved } from '../core/intent';
import type { Plan, ProceedPlan } from '../core/plan';
import { senderOfShare } from '../core/received-by';
import type { Execution, MethodAnswer, Proof } from '../core/revocation';
import type { Directory } from '../ports/directory';
import type { RevocationCall } from '../ports/revoker';
import type { Retry } from './answer';
import { retryAfterLease } from './answer';
import type { Dependencies } from './dependencies';
import { intentOf } from './interrupted-call';
import type { KeptLease } from './keep-lease';
import { rememberRevocation, revocationOf } from './remember-revocation';
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
  const { request } = user;
  const execution = await signOut(dependencies, user, plan, {
    mayCall: () => user.lease.mayCall() && (lease?.mayCall() ?? true),
    share: [senderOfShare(request.receivedBy), request.id, plan.user.id],
  });
  if (execution.kind !== 'revoked' || !lease) return execution;
  const { acceptedAt } = execution;
  const recorded = await lease.record(revocationOf(user, acceptedAt));
  // Another request with this deduplication key has taken over: this revocation is reported all the same.
  if (recorded.kind === 'leaseLost') await rememberRevocation(dependencies, user, plan.user.id, acceptedAt);
  return execution;
}

/** Signs the user of a plan out by each of its methods, side by side, and reads back whether it took effect. */
async function signOut(
  { directory, revokers, tokenLifetimes }: Pick<Dependencies, 'directory' | 'revokers' | 'tokenLifetimes'>,
  { stopwatch }: UserWork,
  { user, methods }: RevocationPlan,
  call: RevocationCall,
): Promise<Execution> {
  const answers = await stopwatch.time('revoke', () =>
    Promise.all(
      methods.map(async (method): Promise<MethodAnswer> => {
        return { method, answer: await revokers[method].revoke(user, call) };
      }),
    ),
  );
  const acceptedAt: number[] = [];
  for (const { answer } of answers) {
    if (answer.kind === 'failed') return { kind: 'failed', answers, failure: answer.failure };
    acceptedAt.push(answer.acceptedAt.getTime());
  }
  const proof = await stopwatch.time('verify', () => prove(directory, user));
  const tokenLife = tokenLifetimes.known();
  return { kind: 'revoked', answers, acceptedAt: new Date(Math.max(...acceptedAt)), proof, tokenLife };
}

async function prove(directory: Directory, user: DirectoryUser): Promise<Proof> {
  const after = await directory.sessionsValidFrom(user.id);
  if (after.kind === 'failed') return { kind: 'unread', failure: after.failure };
  return hasMoved(user.sessionsValidFrom, after.sessionsValidFrom)
    ? { kind: 'changed' }
    : { kind: 'notChanged' };
}
