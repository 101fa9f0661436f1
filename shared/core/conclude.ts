import type { Facts } from './facts';
import type { Outcome, OutcomeConfirmation, OutcomeUser, Status } from './outcome';
import type { Plan } from './plan';
import type { RevocationRequest } from './request';
import type { Execution, Proof } from './revocation';
import type { UserReference } from './user-reference';

/**
 * How long an access token issued before the revocation can live, in ms. Microsoft's pages say an hour, and
 * 60 to 90 minutes ("Access tokens in the Microsoft identity platform"); the longer is the safe promise.
 */
export const LONGEST_TOKEN_LIFE_MS = 90 * 60 * 1000;

/** Everything that an outcome is made of. */
export interface Conclusion {
  /** The outcome's id. */
  readonly id: string;
  readonly request: RevocationRequest;
  readonly tenantId: string;
  readonly reference: UserReference;
  readonly facts: Facts;
  readonly plan: Plan;
  readonly execution: Execution;
  readonly receivedAt: Date;
  readonly completedAt: Date;
  readonly confirmation?: OutcomeConfirmation;
}

/** The outcome of one user, once the plan has been carried out as far as it was to be. */
export function conclude(conclusion: Conclusion): Outcome {
  const { request, tenantId, reference, facts, plan } = conclusion;
  return {
    id: conclusion.id,
    requestId: request.id,
    mode: plan.mode,
    ...ending(plan, conclusion.execution),
    ...(request.reason !== undefined && { reason: request.reason }),
    user: describeUser(reference, facts),
    tenantId,
    ...(request.alert !== undefined && { alert: request.alert }),
    ...(request.requestedBy !== undefined && { requestedBy: request.requestedBy }),
    ...(request.requestedAt !== undefined && { requestedAt: request.requestedAt }),
    receivedAt: conclusion.receivedAt.toISOString(),
    completedAt: conclusion.completedAt.toISOString(),
    ...(conclusion.confirmation && { confirmation: conclusion.confirmation }),
  };
}

type Ending = Pick<
  Outcome,
  | 'status'
  | 'predicted'
  | 'methods'
  | 'detail'
  | 'revokedAt'
  | 'effectiveNoLaterThan'
  | 'verified'
  | 'duplicateOf'
>;

function ending(plan: Plan, execution: Execution): Ending {
  if (plan.kind === 'refuse') {
    const { status, detail, duplicateOf } = plan.objection;
    const why = { detail, ...(duplicateOf !== undefined && { duplicateOf }), methods: [] };
    // What is wrong with the request as a whole is wrong in either mode; about a user, what-if only predicts.
    return { ...told(status, plan.mode === 'whatIf' && plan.about === 'user'), ...why };
  }
  if (plan.kind === 'hold' && execution.kind === 'none') {
    const { status, detail } = plan.hold;
    return { ...told(status, plan.mode === 'whatIf'), detail, methods: [] };
  }
  return endingOfExecution(plan.mode === 'whatIf' ? 'signOutPending' : undefined, execution);
}

function told(status: Status, isPreview: boolean): Pick<Ending, 'status' | 'predicted'> {
  return isPreview ? { status: 'whatIf', predicted: status } : { status };
}

function endingOfExecution(predicted: Status | undefined, execution: Execution): Ending {
  switch (execution.kind) {
    case 'none':
      if (predicted === undefined) throw new Error('A plan to revoke was neither carried out nor refused.');
      return { status: 'whatIf', predicted, methods: [] };
    case 'sameUser':
      return {
        status: 'duplicate',
        duplicateOf: execution.outcomeId,
        detail: 'The same request names this user twice, in two ways.',
        methods: [],
      };
    case 'failed':
      return {
        status: 'failed',
        detail: execution.failure.detail,
        methods: [
          { name: execution.method, status: 'failed', ...execution.record, detail: execution.failure.detail },
        ],
      };
    case 'revoked':
      return {
        // Graph cannot prove an instantaneous sign-out, so this is never `signedOut`.
        status: 'signOutPending',
        revokedAt: execution.acceptedAt.toISOString(),
        effectiveNoLaterThan: new Date(execution.acceptedAt.getTime() + LONGEST_TOKEN_LIFE_MS).toISOString(),
        ...proven(execution.proof),
        methods: [{ name: execution.method, status: 'accepted', ...execution.record }],
      };
  }
}

function proven(proof: Proof): Pick<Ending, 'verified' | 'detail'> {
  switch (proof.kind) {
    case 'moved':
      return { verified: true };
    case 'notMoved':
      return {
        verified: false,
        detail: 'Accepted, but signInSessionsValidFromDateTime had not moved yet when read back.',
      };
    case 'unread':
      return { detail: `Accepted, but not read back: ${proof.failure.detail}` };
  }
}

function describeUser(reference: UserReference, facts: Facts): OutcomeUser {
  if (facts.user.kind !== 'found') return { reference };
  const { id, userPrincipalName, userType } = facts.user.user;
  return {
    reference,
    id,
    ...(userPrincipalName !== undefined && { userPrincipalName }),
    ...(userType !== undefined && { userType }),
  };
}
