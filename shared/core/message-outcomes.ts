import type { ApprovalRequest } from './approval';
import { compact } from './compact';
import type { Detail } from './detail';
import { textDetail } from './detail';
import type { RequestIdentity } from './ids';
import { outcomeId } from './ids';
import type { Mode } from './mode';
import type { Issue, Outcome, OutcomeContext } from './outcome';
import type { Alert } from './request';

/** What an outcome that answers a message as a whole is made of. */
export interface MessageContext {
  readonly identity: RequestIdentity;
  readonly mode: Mode;
  readonly receivedAt: Date;
  readonly completedAt: Date;
}

/** The outcome of an alert that asks for nobody to be signed out; the same in a what-if. */
export function outcomeOfNothingToDo(context: MessageContext, alert: Alert, why: Detail): Outcome {
  return { ...messageContextOf(context), alert, status: 'nothingToDo', detail: why };
}

/**
 * The outcome of a message that is not a request.
 *
 * @param messageKey in place of the request's id: two rejected messages must not share an outcome, whatever ids they
 * have
 */
export function outcomeOfRejection(
  context: MessageContext,
  messageKey: string,
  issues: readonly Issue[],
): Outcome {
  return {
    ...unreadContextOf(context, messageKey),
    status: 'rejected',
    detail: textDetail(issues.map(({ path, message }) => `${path}: ${message}`).join('; ')),
    issues,
  };
}

/**
 * The outcome of a message that was not read, because it could not be.
 *
 * @param messageKey in place of the request's id, which is not known
 */
export function outcomeOfUnread(context: MessageContext, messageKey: string, why: Detail): Outcome {
  return { ...unreadContextOf(context, messageKey), status: 'failed', detail: why };
}

/** The outcome of a decision that changes nothing, because the request for approval is decided already. */
export function outcomeOfLateDecision(
  context: MessageContext,
  { id, identity, expiresAt, reference, user }: ApprovalRequest,
  { status, detail: why }: { readonly status: 'duplicate' | 'expired'; readonly detail: Detail },
): Outcome {
  const about = {
    ...messageContextOf(context),
    user: compact({ reference, id: user.id, userPrincipalName: user.userPrincipalName }),
    confirmation: { id, expiresAt },
  };
  return status === 'duplicate'
    ? { ...about, status, duplicateOf: outcomeId(identity, reference, id), detail: why }
    : { ...about, status, detail: why };
}

function unreadContextOf(context: MessageContext, messageKey: string): OutcomeContext {
  const { tenantId, receivedBy } = context.identity;
  const id = outcomeId(compact({ tenantId, requestId: messageKey, receivedBy }));
  return { ...messageContextOf(context), id };
}

function messageContextOf({ identity, mode, receivedAt, completedAt }: MessageContext): OutcomeContext {
  const { requestId, tenantId, receivedBy } = identity;
  return {
    id: outcomeId(identity),
    requestId,
    mode,
    tenantId,
    ...compact({ receivedBy }),
    receivedAt: receivedAt.toISOString(),
    completedAt: completedAt.toISOString(),
    methods: [],
  };
}
