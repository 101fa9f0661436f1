import type { BackendFailureKind } from '../core/backend-failure';
import type { Detail } from '../core/detail';
import { compact } from '../core/compact';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import { sentenceOf } from '../core/emergency-switch';
import type { EntryKey, OutcomeId } from '../core/ids';
import type { OutcomeUser } from '../core/outcome';
import { senderOfShare } from '../core/received-by';
import { retryAt } from '../core/retry-later';
import type { StepAnswer } from '../core/containment-answer';
import type { MethodName } from '../core/method-name';
import type { RevocationAnswer } from '../core/revocation';
import type { RevocationMethods } from '../core/revocation-method';
import { isRevocationMethod } from '../core/revocation-method';
import type { UserReference } from '../core/user-reference';
import type { Published, Retry } from './answer';
import { waitReasonOf } from './answer';
import type { RevocationCall } from '../ports/revoker';
import { containAgain } from './contain-again';
import type { Dependencies } from './dependencies';
import type { CallUnderWay, CallsUnderWay } from './other-methods';
import { laterCall } from './later-call';
import { policyNow } from './policy-now';
import { stoppable } from './stoppable';
import type { RequestWork } from './work';

/** A published outcome, and the request that it answers. */
export interface OutcomeOfUser {
  /** The calls that its outcome did not wait for. */
  readonly underWay: CallsUnderWay;
  readonly request: RequestWork;
  readonly reference: UserReference;
  /** The entry of the outcome. */
  readonly key: EntryKey;
  readonly published: Published;
}

/** A call of a method that is pending in an outcome. */
export interface MethodCall extends Omit<OutcomeOfUser, 'underWay'> {
  readonly method: MethodName;
  /** Asked in the moment before the call is made. */
  readonly mayCall: () => boolean;
}

/** What a method answered, or why it is not called (again). */
export interface MethodAnswered {
  readonly kind: 'answered';
  readonly answer: RevocationAnswer | StepAnswer;
  /** As the directory describes them now; absent when it was not asked or does not know them. */
  readonly user?: OutcomeUser;
}

/** Calls a method that is pending in an outcome, for the user whom the outcome is about. */
export async function callAgain(
  dependencies: Dependencies,
  { request, reference, published, method, mayCall }: MethodCall,
): Promise<MethodAnswered> {
  const { directory } = dependencies;
  const policy = await policyNow(dependencies);
  const { userId } = published.outcome;
  if (userId === undefined) throw new Error('An outcome with a pending method has no user.');
  const { stop, revocationEnabled, mode, methods } = policy;
  if (stop) return notCalled('notEnabled', sentenceOf(stop));
  if (!revocationEnabled || mode === 'whatIf') return notCalled('notEnabled', detail('methodOff'));
  const act = actOf(dependencies, methods, method, published.outcome.id);
  if (!act) return notCalled('notEnabled', detail('methodGone'));
  const fact = await directory.find({ kind: 'id', id: userId });
  if (fact.kind === 'lookupFailed') {
    const { failure } = fact;
    return { kind: 'answered', answer: { kind: 'failed', failure, attempts: 0, requestIds: [] } };
  }
  if (fact.kind !== 'found') return notCalled('userGone', detail('noSuchUser'));
  const {
    request: { receivedBy, id },
    lane,
  } = request;
  const call = compact({ mayCall, share: [senderOfShare(receivedBy), id, userId], lane });
  const answer = await act(fact.user, call);
  return { kind: 'answered', answer, user: reportedUser(reference, fact.user) };
}

type Act = (user: DirectoryUser, call: RevocationCall) => Promise<RevocationAnswer | StepAnswer>;

/** How a method or a step is called again; undefined when policy no longer uses the method. */
function actOf(
  dependencies: Dependencies,
  methods: RevocationMethods,
  method: MethodName,
  outcomeId: OutcomeId,
): Act | undefined {
  if (!isRevocationMethod(method))
    return (user, call) =>
      containAgain(dependencies, { step: method, outcomeId, user, call: laterCall(call) });
  const revoker = stoppable(dependencies)[method];
  return revoker && methods.includes(method) ? (user, call) => revoker.revoke(user, call) : undefined;
}

/** The retry of a call whose failure may pass while the request is not too old. */
export function retryOfCall(
  { policy, clock, random }: Dependencies,
  { age }: RequestWork,
  { answer }: MethodAnswered,
): Retry | undefined {
  if (answer.kind !== 'failed') return undefined;
  const { failure } = answer;
  const at = retryAt(failure, age, { policy, now: clock.now(), random: random() });
  return (
    at && {
      kind: 'retry',
      at,
      reason: failure.kind === 'leaseEnded' ? waitReasonOf(failure) : 'methodPending',
    }
  );
}

/** The answer of a call that has gone on after its outcome. */
export async function answerUnderWay(
  { user, answering }: CallUnderWay,
  reference: UserReference,
): Promise<MethodAnswered> {
  return { kind: 'answered', answer: await answering, user: reportedUser(reference, user) };
}

function reportedUser(
  reference: UserReference,
  { signInTypes: _signInTypes, externalUserState: _state, sessionsValidFrom: _time, ...known }: DirectoryUser,
): OutcomeUser {
  return { reference, ...known };
}

/** The answer where the method is not called. */
export function notCalled(kind: BackendFailureKind, why: Detail): MethodAnswered {
  const failure = { kind, detail: why };
  return { kind: 'answered', answer: { kind: 'failed', failure, attempts: 0, requestIds: [] } };
}
