import type { ApprovalRequest } from './approval';
import { awaitingAnswers } from './awaiting-answers';
import { compact } from './compact';
import type { Denial } from './denial';
import type { Detail } from './detail';
import { detail } from './detail';
import type { DirectoryUser } from './directory-user';
import type { OutcomeId } from './ids';
import { methodResult, statusOfFailure } from './method-result';
import type { Mode } from './mode';
import type {
  MethodResult,
  Outcome,
  OutcomeConfirmation,
  OutcomeContext,
  OutcomeEnding,
  Status,
} from './outcome';
import type { Plan } from './plan';
import type { RevocationRequest } from './request';
import type { Execution, Proof } from './revocation';
import { withStepsNotDone } from './steps-not-done';
import type { Bound } from './token-life';
import { boundOf } from './token-life';
import type { UserReference } from './user-reference';

/** What an outcome about one user of a request repeats of its request. */
export interface UserContext {
  readonly id: OutcomeId;
  readonly request: RevocationRequest;
  readonly tenantId: string;
  readonly reference: UserReference;
  /** Absent when the directory knows no such user. */
  readonly user?: DirectoryUser;
  readonly receivedAt: Date;
  readonly completedAt: Date;
  readonly confirmation?: OutcomeConfirmation;
  /** The name of the rule of `sources` that decides what the event may do. */
  readonly sourceRule?: string;
}

/** A plan that has an outcome of its own; one that waits already has that of its request for approval. */
type OwnPlan = Exclude<Plan, { readonly kind: 'await' }>;

/**
 * The outcome of a plan, carried out if it was more than a preview. What is denied about the request as a whole is
 * denied in a what-if as well; about a user, a what-if only predicts.
 */
export function outcomeOfPlan(context: UserContext, plan: OwnPlan, execution?: Execution): Outcome {
  const about = contextOf(context, plan.mode);
  switch (plan.kind) {
    case 'deny': {
      const predicts = plan.mode === 'whatIf' && plan.about === 'user';
      const { denial } = plan;
      return { ...about, ...(predicts ? prediction(denial.status, denial) : denialEnding(denial)) };
    }
    case 'hold': {
      const { status, detail: why } = plan.reason;
      return plan.mode === 'whatIf'
        ? { ...about, ...prediction(status, { detail: why }) }
        : { ...about, status, detail: why };
    }
    case 'proceed':
      return execution
        ? { ...about, ...executionEnding(execution) }
        : { ...about, status: 'whatIf', predicted: 'signOutPending', ...compact({ detail: plan.preview }) };
  }
}

/** The outcome that publishes a request for approval: the same for every delivery of the request. */
export function outcomeOfApprovalRequest(
  {
    id,
    outcomeId: published,
    expiresAt,
    request,
    reference,
    user,
    reason,
    receivedAt,
    contain,
  }: ApprovalRequest,
  { tenantId, completedAt }: { readonly tenantId: string; readonly completedAt: Date },
): Outcome {
  const confirmation = { id, expiresAt };
  const context = {
    id: published,
    request,
    tenantId,
    reference,
    user,
    receivedAt: new Date(receivedAt),
    completedAt,
    confirmation,
  };
  const outcome = outcomeOfPlan(context, { kind: 'hold', mode: 'revoke', user, reason });
  return contain ? { ...outcome, methods: awaitingAnswers(contain.steps).map(methodResult) } : outcome;
}

/** What every outcome about one user of a request repeats. */
export function contextOf(context: UserContext, mode: Mode): OutcomeContext {
  const { id, request, tenantId, reference, user, confirmation, sourceRule } = context;
  const { receivedBy, reason, alert, event, requestedBy, requestedAt } = request;
  return compact({
    id,
    requestId: request.id,
    mode,
    tenantId,
    receivedBy,
    reason,
    alert,
    event,
    sourceRule,
    requestedBy,
    requestedAt,
    user: compact({
      reference,
      id: user?.id,
      userPrincipalName: user?.userPrincipalName,
      userType: user?.userType,
    }),
    receivedAt: context.receivedAt.toISOString(),
    completedAt: context.completedAt.toISOString(),
    confirmation,
    methods: [],
  });
}

function executionEnding(execution: Execution): OutcomeEnding & Pick<OutcomeContext, 'methods'> {
  const methods = execution.answers.map(methodResult);
  if (execution.kind === 'failed') {
    const { kind, detail: why } = execution.failure;
    return { status: statusOfFailure(kind), detail: why, methods };
  }
  const { acceptedAt, proof, tokenLife } = execution;
  const { bound, ms } = boundOf(tokenLife);
  return {
    ...withStepsNotDone(methods, signOutEnding(methods, proven(proof, bound))),
    revokedAt: acceptedAt.toISOString(),
    effectiveNoLaterThan: new Date(acceptedAt.getTime() + ms).toISOString(),
    bound,
    methods,
  };
}

/** Graph cannot prove an instantaneous sign-out, and SharePoint's is of its own sessions: `signedOut` takes both. */
function signOutEnding(
  methods: readonly MethodResult[],
  { verified, detail: why }: ReturnType<typeof proven>,
): { readonly status: 'signedOut' | 'signOutPending'; readonly detail: Detail } {
  const isSignedOut = methods.some(({ status }) => status === 'signedOut');
  const isAccepted = methods.some(({ name, status }) => name === 'graph' && status === 'accepted');
  if (!isSignedOut || !isAccepted) return { status: 'signOutPending', detail: why, ...compact({ verified }) };
  const both = detail('twoSentences', { first: detail('signedOutOfSharePoint'), second: why });
  return { status: 'signedOut', detail: both, ...compact({ verified }) };
}

function denialEnding({ status, detail: why, duplicateOf }: Denial): OutcomeEnding {
  return status === 'duplicate' ? compact({ status, detail: why, duplicateOf }) : { status, detail: why };
}

function prediction(predicted: Status, { detail: why, duplicateOf }: Pick<Denial, 'detail' | 'duplicateOf'>) {
  return compact({ status: 'whatIf' as const, predicted, detail: why, duplicateOf });
}

function proven(proof: Proof, bound: Bound): { readonly verified?: boolean; readonly detail: Detail } {
  const limits = limitsOf(bound);
  const after = (first: Detail): Detail => detail('twoSentences', { first, second: limits });
  switch (proof.kind) {
    case 'changed':
      return { verified: true, detail: limits };
    case 'found':
      return { verified: true, detail: after(detail('foundRevoked')) };
    case 'notChanged':
      return { verified: false, detail: after(detail('notVerified')) };
    case 'unread':
      return { detail: after(detail('notReadBack', { failure: proof.failure.detail })) };
    case 'none':
      return { detail: detail('graphIsOff') };
  }
}

/** What a revocation does not end by the time that its outcome states. */
function limitsOf(bound: Bound): Detail {
  const unbounded = detail('notBounded');
  return bound === 'unknown'
    ? detail('twoSentences', { first: detail('boundUnknown'), second: unbounded })
    : unbounded;
}
