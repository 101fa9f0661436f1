import type { ApprovalRequest, RecordedDecision } from '../core/approval';
import { compact } from '../core/compact';
import type { Denial } from '../core/denial';
import { detail } from '../core/detail';
import { requestPartition } from '../core/ids';
import { referenceKey } from '../core/user-reference';
import type { FirstAnswer } from './answer';
import { denyUser } from './deny-user';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { revokeUser } from './revoke-user';
import type { RequestWork } from './work';

/** Does what follows from a recorded decision: carries the request out, or publishes that it was not carried out. */
export function finishApproval(
  dependencies: Dependencies,
  message: IncomingMessage,
  approval: ApprovalRequest,
  decision: RecordedDecision,
): Promise<FirstAnswer> {
  const work = workOf(message, approval, decision);
  const { reference, user } = approval;
  return decision.decision === 'approve'
    ? revokeUser(dependencies, work, reference)
    : denyUser(dependencies, work, reference, { denial: denialOf(decision), user });
}

function workOf(
  { history, traceparent }: IncomingMessage,
  { id, identity, request, reference, user, expiresAt, receivedAt }: ApprovalRequest,
  { decision, by, at }: RecordedDecision,
): RequestWork {
  // A replayed approval is a request of its own, as every replay is.
  const { replay = identity.replay, refreshedAt, attempts } = history;
  const replayed = compact({ ...identity, replay });
  return {
    // The user who was approved is the one to sign out: another name of theirs may have led to them.
    request: { ...request, aliases: { [referenceKey(reference)]: [{ kind: 'id', id: user.id }] } },
    identity: replayed,
    partition: requestPartition(replayed),
    // Waiting for a person does not make a request old: its approval has an end of its own.
    age: { since: new Date(refreshedAt ?? at), attempts },
    receivedAt: new Date(receivedAt),
    traceparent,
    named: new Map(),
    confirmation: compact({ id, expiresAt, decision, decidedAt: at, by }),
  };
}

function denialOf({ decision, by = 'a person', at }: RecordedDecision): Denial {
  return decision === 'decline'
    ? { rule: 'not-declined', status: 'declined', detail: detail('declinedBy', { by }) }
    : { rule: 'decided-in-time', status: 'expired', detail: detail('undecided', { time: at }) };
}
