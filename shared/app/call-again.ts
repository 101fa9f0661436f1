import type { BackendFailureKind } from '../core/backend-failure';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import type { EntryKey } from '../core/ids';
import type { OutcomeUser } from '../core/outcome';
import { senderOfShare } from '../core/received-by';
import { retryAt } from '../core/retry-later';
import type { RevocationAnswer } from '../core/revocation';
import type { RevocationMethod } from '../core/revocation-method';
import type { UserReference } from '../core/user-reference';
import type { Published, Retry } from './answer';
import { waitReasonOf } from './answer';
import type { Dependencies } from './dependencies';
import type { RequestWork } from './work';

/** A published outcome, and the request that it answers. */
export interface OutcomeOfUser {
  readonly request: RequestWork;
  readonly reference: UserReference;
  /** The entry of the outcome. */
  readonly key: EntryKey;
  readonly published: Published;
}

/** A call of a method that is pending in an outcome. */
export interface MethodCall extends OutcomeOfUser {
  readonly method: RevocationMethod;
  /** Asked in the moment before the call is made. */
  readonly mayCall: () => boolean;
}

/** What a method answered, or why it is not called (again). */
export interface MethodAnswered {
  readonly kind: 'answered';
  readonly answer: RevocationAnswer;
  /** As the directory describes them now; absent when it was not asked or does not know them. */
  readonly user?: OutcomeUser;
}

/**
 * Calls a method that is pending in an outcome, for the user whom the outcome is about. A failure that may pass is waited
 * for until the request is too old.
 */
export async function callAgain(
  dependencies: Dependencies,
  { request, reference, published, method, mayCall }: MethodCall,
): Promise<MethodAnswered | Retry> {
  const { policy, directory, revokers } = dependencies;
  const { userId } = published.outcome;
  if (userId === undefined) throw new Error('An outcome with a pending method has no user.');
  const { revocationEnabled, mode, methods } = policy;
  if (!revocationEnabled || mode === 'whatIf') return notCalled('notEnabled', detail('methodOff'));
  const revoker = revokers[method];
  if (!revoker || !methods.includes(method)) return notCalled('notEnabled', detail('methodGone'));
  const fact = await directory.find({ kind: 'id', id: userId });
  if (fact.kind === 'lookupFailed') {
    const { failure } = fact;
    const answer = { kind: 'failed', failure, attempts: 0, requestIds: [] } as const;
    return laterOr(dependencies, request, { kind: 'answered', answer });
  }
  if (fact.kind !== 'found') return notCalled('userGone', detail('noSuchUser'));
  const {
    signInTypes: _signInTypes,
    externalUserState: _state,
    sessionsValidFrom: _time,
    ...known
  } = fact.user;
  const share = [senderOfShare(request.request.receivedBy), request.request.id, userId];
  const answer = await revoker.revoke(fact.user, { mayCall, share });
  return laterOr(dependencies, request, { kind: 'answered', answer, user: { reference, ...known } });
}

/** The retry of a call whose failure may pass while the request is not too old; else its answer. */
function laterOr(
  { policy, clock, random }: Dependencies,
  { age }: RequestWork,
  answered: MethodAnswered,
): MethodAnswered | Retry {
  const { answer } = answered;
  if (answer.kind !== 'failed') return answered;
  const { failure } = answer;
  const at = retryAt(failure, age, { policy, now: clock.now(), random: random() });
  if (!at) return answered;
  return {
    kind: 'retry',
    at,
    reason: failure.kind === 'leaseEnded' ? waitReasonOf(failure) : 'methodPending',
  };
}

/** The answer where the method is not called. */
export function notCalled(kind: BackendFailureKind, why: Detail): MethodAnswered {
  const failure = { kind, detail: why };
  return { kind: 'answered', answer: { kind: 'failed', failure, attempts: 0, requestIds: [] } };
}
